package dev.marathon.health;

import dev.marathon.spec.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What a probe's result means.
 *
 * <p>Failures before the first success are ignored within the grace period, which begins when the
 * instance is running. A task is killed at the {@code maxConsecutiveFailures}-th counted failure in
 * a row; 0 means never. (The original kills one failure later than configured; that is taken as a
 * mistake.)
 */
public final class HealthDecisions {

  private HealthDecisions() {}

  /**
   * @param health memory after the result
   * @param counted whether a failure counted, for the event stream
   * @param kill whether the task has to go
   */
  public record Judged(CheckHealth health, boolean counted, boolean kill) {}

  /**
   * @param runningSince when the task began to run
   */
  public static Judged judge(
      CheckHealth before,
      HealthCheck check,
      ProbeResult result,
      Instant runningSince,
      Instant now) {
    if (result instanceof ProbeResult.Neutral) {
      return new Judged(before, false, false);
    }
    if (result instanceof ProbeResult.Healthy) {
      return new Judged(before.success(now), false, false);
    }
    if (before.firstSuccess().isEmpty() && inGrace(check, runningSince, now)) {
      return new Judged(before, false, false);
    }
    var after = before.failure(now, ((ProbeResult.Unhealthy) result).cause());
    int limit = check.maxConsecutiveFailures();
    return new Judged(after, true, limit > 0 && after.consecutiveFailures() >= limit);
  }

  private static boolean inGrace(HealthCheck check, Instant runningSince, Instant now) {
    return now.isBefore(runningSince.plusSeconds(check.gracePeriodSeconds()));
  }

  /** All alive: true. All known and one bad: false. Some unknown: absent. */
  public static Optional<Boolean> combined(Collection<CheckHealth> checks) {
    if (checks.isEmpty() || !checks.stream().allMatch(CheckHealth::known)) {
      return Optional.empty();
    }
    return Optional.of(checks.stream().allMatch(CheckHealth::alive));
  }

  /**
   * Whether kills have to wait because the prober itself is the likely culprit: its clock jumped (a
   * paused process), or nearly everything failed at once.
   *
   * @param sinceLastRound time between the last two rounds of probes
   * @param expected usual time between them
   * @param failed of {@code probed} targets that were healthy before
   */
  public static boolean proberSuspect(
      Duration sinceLastRound, Duration expected, int failed, int probed) {
    boolean paused = sinceLastRound.compareTo(expected.multipliedBy(3).plusSeconds(2)) > 0;
    boolean everything = probed >= 10 && failed == probed;
    return paused || everything;
  }
}
