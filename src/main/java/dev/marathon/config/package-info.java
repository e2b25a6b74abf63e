/**
 * The settings of a node: one checked record per section, read from Typesafe Config. Defaults are
 * in reference.conf only.
 */
package dev.marathon.config;
