/**
 * The active node: what it starts in which order, the framework's identity, and when it may serve.
 */
package dev.marathon.cluster;
