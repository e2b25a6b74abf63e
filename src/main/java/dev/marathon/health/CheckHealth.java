package dev.marathon.health;

import java.time.Instant;
import java.util.Optional;

/**
 * Memory of one health check of one task.
 *
 * @param consecutiveFailures counted failures since the last success
 * @param failingSince when the first probe of these failures was sent
 */
public record CheckHealth(
    int consecutiveFailures,
    Optional<Instant> failingSince,
    Optional<Instant> firstSuccess,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure,
    Optional<String> lastFailureCause) {

  public static final CheckHealth UNKNOWN =
      new CheckHealth(
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** What a stored flip tells of a check whose results nobody remembers. */
  public static CheckHealth stored(boolean healthy, Instant since) {
    return healthy
        ? UNKNOWN.success(since)
        : new CheckHealth(
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(since),
            Optional.empty());
  }

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
        0,
        Optional.empty(),
        firstSuccess.or(() -> Optional.of(at)),
        Optional.of(at),
        lastFailure,
        lastFailureCause);
  }

  CheckHealth failure(Instant sent, Instant at, String cause) {
    return new CheckHealth(
        consecutiveFailures + 1,
        failingSince.or(() -> Optional.of(sent)),
        firstSuccess,
        lastSuccess,
        Optional.of(at),
        Optional.of(cause));
  }
}
