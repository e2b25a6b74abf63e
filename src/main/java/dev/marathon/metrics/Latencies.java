package dev.marathon.metrics;

import java.time.Duration;

/**
 * Counts lengths of time in steps of a quarter of a power of two, from 0.1 ms to 97 s: enough for
 * percentiles that are a fifth too high at most. Not thread-safe.
 */
final class Latencies {

  private static final int STEPS = 81;
  private static final int STEPS_PER_DOUBLING = 4;
  private static final double FIRST_NANOS = 1e5;

  private final int[] counts = new int[STEPS];
  private int all;
  private long nanos;
  private long longest;

  void took(Duration time) {
    long took = time.toNanos();
    all++;
    nanos += took;
    longest = Math.max(longest, took);
    counts[step(took)]++;
  }

  private static int step(long took) {
    double doublings = Math.log(Math.max(took, FIRST_NANOS) / FIRST_NANOS) / Math.log(2);
    return (int) Math.min(Math.ceil(doublings * STEPS_PER_DOUBLING), STEPS - 1);
  }

  Latency seen() {
    double mean = all == 0 ? 0 : nanos / 1e6 / all;
    return new Latency(mean, longest / 1e6, percentile(0.5), percentile(0.95), percentile(0.99));
  }

  /** Upper end of the step that holds the one with this rank. */
  private double percentile(double part) {
    long below = 0;
    for (int step = 0; step < STEPS; step++) {
      below += counts[step];
      if (below > 0 && below >= part * all) {
        double end = FIRST_NANOS * Math.pow(2, (double) step / STEPS_PER_DOUBLING);
        // The last step has no end.
        return (step == STEPS - 1 ? longest : Math.min(end, longest)) / 1e6;
      }
    }
    return 0;
  }
}
