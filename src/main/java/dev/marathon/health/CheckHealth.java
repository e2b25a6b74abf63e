package dev.marathon.health;

import java.time.Instant;
import java.util.Optional;

/**
 * Memory of one health check of one task.
 *
 * @param consecutiveFailures counted failures since the last success
 */
public record CheckHealth(
    int consecutiveFailures,
    Optional<Instant> firstSuccess,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure,
    Optional<String> lastFailureCause) {

  public static final CheckHealth UNKNOWN =
      new CheckHealth(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** There was a success, and it is newer than the last failure. */
  public boolean alive() {
    return lastSuccess.isPresent()
        && lastFailure.map(failure -> failure.isBefore(lastSuccess.get())).orElse(true);
  }

  /** Whether any result counted so far. */
  public boolean known() {
    return lastSuccess.isPresent() || lastFailure.isPresent();
  }

  CheckHealth success(Instant at) {
    return new CheckHealth(
        0, firstSuccess.or(() -> Optional.of(at)), Optional.of(at), lastFailure, lastFailureCause);
  }

  CheckHealth failure(Instant at, String cause) {
    return new CheckHealth(
        consecutiveFailures + 1, firstSuccess, lastSuccess, Optional.of(at), Optional.of(cause));
  }
}
