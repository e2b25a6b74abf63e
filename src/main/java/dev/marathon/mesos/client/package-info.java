/**
 * The connection to the Mesos master: finds the leading one, subscribes, keeps the event stream
 * alive and sends calls over connections of their own.
 */
package dev.marathon.mesos.client;
