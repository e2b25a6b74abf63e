package dev.marathon.scheduler;

import java.time.Instant;
import java.util.Optional;

/** Points in time that may be absent. */
final class Times {
  private Times() {}

  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return one.get().isBefore(other.get()) ? one : other;
  }

  static boolean reached(Optional<Instant> at, Instant now) {
    return at.isPresent() && !at.get().isAfter(now);
  }
}
