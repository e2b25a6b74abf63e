package dev.marathon.mesos.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing pauses between attempts, each shortened by up to a half so that nodes spread out. */
final class Backoff {

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** The pause before the next attempt: doubles each time. */
  Duration next() {
    double grown = first.toMillis() * Math.pow(2, failures);
    long whole = (long) Math.min(grown, longest.toMillis());
    failures++;
    return Duration.ofMillis(Math.max(1, Math.round(whole * (1 - random.nextDouble() / 2))));
  }

  void reset() {
    failures = 0;
  }
}
