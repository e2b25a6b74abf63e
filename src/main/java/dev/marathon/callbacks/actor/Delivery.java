package dev.marathon.callbacks.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one endpoint is doing.
 *
 * @param position number of the last event that it took, or that it will not get any more
 * @param failures in a row
 * @param error what was wrong with the last attempt
 * @param nextAttempt when the next one is due, while it fails
 * @param refusedSince when it began to refuse the event after {@code position}, and nothing else
 *     was wrong since
 */
public record Delivery(
    long position,
    int failures,
    Optional<String> error,
    Optional<Instant> nextAttempt,
    Optional<Instant> refusedSince,
    Losses losses) {

  private static final int MAX_DOUBLINGS = 6;

  /**
   * Events that it never got, since this process delivers to it.
   *
   * @param expired no longer kept when it was their turn
   * @param setAside refused for too long
   * @param lastSetAside number of the last of these
   */
  public record Losses(long expired, long setAside, Optional<Long> lastSetAside) {
    static final Losses NONE = new Losses(0, 0, Optional.empty());
  }

  /** One that has not been heard of in this process. */
  public static Delivery at(long position) {
    return at(position, Losses.NONE);
  }

  private static Delivery at(long position, Losses losses) {
    return new Delivery(position, 0, Optional.empty(), Optional.empty(), Optional.empty(), losses);
  }

  Delivery took(long number) {
    return at(number, losses);
  }

  Delivery failed(Problem problem, Instant now) {
    int more = failures + 1;
    return new Delivery(
        position,
        more,
        Optional.of(problem.what()),
        Optional.of(now.plus(pause(more))),
        problem.refusal() ? refusedSince.or(() -> Optional.of(now)) : Optional.empty(),
        losses);
  }

  /** Whether it has refused the same event for so long, and nothing else was wrong meanwhile. */
  boolean refuses(Duration patience, Instant now) {
    return refusedSince.map(since -> !now.isBefore(since.plus(patience))).orElse(false);
  }

  /** Goes on after an event that it refuses; what was wrong stays to be seen until it takes one. */
  Delivery setAside(long number) {
    return new Delivery(
        number,
        failures,
        error,
        nextAttempt,
        Optional.empty(),
        new Losses(losses.expired(), losses.setAside() + 1, Optional.of(number)));
  }

  /**
   * @param to number after which it goes on
   */
  Delivery skipped(long to) {
    long expired = losses.expired() + Math.max(0, to - position);
    return new Delivery(
        to,
        failures,
        error,
        nextAttempt,
        Optional.empty(),
        new Losses(expired, losses.setAside(), losses.lastSetAside()));
  }

  /** 1, 2, 4 … 64 seconds. */
  static Duration pause(int failures) {
    return Duration.ofSeconds(1L << Math.min(failures - 1, MAX_DOUBLINGS));
  }
}
