/**
 * How facts reach the disk: the serializer with its wire names, the embedded database, the data
 * directory.
 */
package dev.marathon.store;
