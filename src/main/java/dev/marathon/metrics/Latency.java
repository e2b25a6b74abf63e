package dev.marathon.metrics;

/**
 * How long requests took, in milliseconds; zeros if there were none.
 *
 * @param p50 half took no longer; percentiles are up to a fifth too high
 */
public record Latency(double mean, double max, double p50, double p95, double p99) {}
