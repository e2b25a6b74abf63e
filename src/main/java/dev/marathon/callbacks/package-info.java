/**
 * HTTP callbacks: endpoints that get every event by POST, each with its own durable position. Pure;
 * the delivery is in {@code callbacks.actor}.
 */
package dev.marathon.callbacks;
