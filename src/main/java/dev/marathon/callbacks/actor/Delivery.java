package dev.marathon.callbacks.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one endpoint is doing.
 *
 * @param position number of the last event that it took
 * @param failures in a row
 * @param error what was wrong with the last attempt
 * @param nextAttempt when the next one is due, while it fails
 * @param lost events that were no longer kept when it was their turn
 */
public record Delivery(
    long position, int failures, Optional<String> error, Optional<Instant> nextAttempt, long lost) {

  private static final int MAX_DOUBLINGS = 6;

  /** One that has not been heard of in this process. */
  public static Delivery at(long position) {
    return new Delivery(position, 0, Optional.empty(), Optional.empty(), 0);
  }

  Delivery took(long number) {
    return new Delivery(number, 0, Optional.empty(), Optional.empty(), lost);
  }

  Delivery failed(String why, Instant now) {
    int more = failures + 1;
    return new Delivery(position, more, Optional.of(why), Optional.of(now.plus(pause(more))), lost);
  }

  /**
   * @param to number after which it goes on
   */
  Delivery skipped(long to) {
    return new Delivery(to, failures, error, nextAttempt, lost + Math.max(0, to - position));
  }

  /** 1, 2, 4 … 64 seconds. */
  static Duration pause(int failures) {
    return Duration.ofSeconds(1L << Math.min(failures - 1, MAX_DOUBLINGS));
  }
}
