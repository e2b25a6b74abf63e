/**
 * The HTTP API: routes that read requests, ask the owners and write answers. What is allowed is
 * decided by the owners; what a body means, by {@code spec}.
 */
package dev.marathon.api;
