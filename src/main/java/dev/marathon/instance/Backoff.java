package dev.marathon.instance;

import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Delay before the next launch of one configuration that keeps failing. It begins with {@code
 * backoffSeconds}, grows by {@code backoffFactor} with each failure up to {@code
 * maxLaunchDelaySeconds}, counts anew whenever a task is started or runs, and is forgotten when
 * nothing happened for {@code maxLaunchDelaySeconds}.
 *
 * @param until no launch before
 * @param changedAt last failure or start
 */
public record Backoff(Duration delay, Instant until, Instant changedAt) {

  private static Backoff of(Duration delay, Instant at) {
    return new Backoff(delay, at.plus(delay), at);
  }

  /** A task of the configuration ended by itself at that time. */
  static Optional<Backoff> afterFailure(
      Optional<Backoff> before, AppDefinition definition, Instant at) {
    var longest = longest(definition);
    var next =
        valid(before, definition, at)
            .map(backoff -> times(backoff.delay, definition.backoffFactor(), longest))
            .orElse(Duration.ofSeconds(definition.backoffSeconds()));
    return Optional.of(of(next.compareTo(longest) > 0 ? longest : next, at));
  }

  /** A task of the configuration was sent to Mesos or runs. */
  static Optional<Backoff> afterStart(
      Optional<Backoff> before, AppDefinition definition, Instant at) {
    return valid(before, definition, at).map(backoff -> of(backoff.delay, at));
  }

  private static Optional<Backoff> valid(
      Optional<Backoff> before, AppDefinition definition, Instant at) {
    return before.filter(backoff -> !at.isAfter(backoff.changedAt.plus(longest(definition))));
  }

  private static Duration longest(AppDefinition definition) {
    return Duration.ofSeconds(definition.maxLaunchDelaySeconds());
  }

  private static Duration times(Duration delay, double factor, Duration longest) {
    double millis = Math.min(delay.toMillis() * factor, longest.toMillis());
    return Duration.ofMillis(Math.round(millis));
  }
}
