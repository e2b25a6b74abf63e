/** Delivery of events to HTTP endpoints: one small actor each, which reads the event log. */
package dev.marathon.callbacks.actor;
