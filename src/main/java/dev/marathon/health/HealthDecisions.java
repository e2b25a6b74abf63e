package dev.marathon.health;

import dev.marathon.spec.HealthCheck;
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

  /** So many tasks do not fall silent at the same time by themselves. */
  private static final int MANY = 10;

  private HealthDecisions() {}

  /**
   * One result and when its probe was sent and ended.
   *
   * @param at when the result was known
   */
  public record Probed(ProbeResult result, Instant sent, Instant at) {}

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
      CheckHealth before, HealthCheck check, Probed probed, Instant runningSince) {
    if (probed.result() instanceof ProbeResult.Healthy) {
      return new Judged(before.success(probed.at()), false, false);
    }
    boolean ignored = before.firstSuccess().isEmpty() && inGrace(check, runningSince, probed.at());
    if (ignored || !(probed.result() instanceof ProbeResult.Unhealthy unhealthy)) {
      return new Judged(before, false, false);
    }
    var after = before.failure(probed.sent(), probed.at(), unhealthy.cause());
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
   * Whether a task may be killed because it is silent, or whether the fault may be on our side: our
   * network is cut, a firewall closed, we were asleep. The proof that we can hear is an answer of
   * another task to a probe sent after this one began to fail. Where few tasks ever answered, no
   * such proof can be expected.
   *
   * @param failing memory of the check that demands the kill
   * @param lastAnswered when the newest probe that was answered by anyone was sent
   * @param answering tasks that have answered at least once
   */
  public static boolean credible(
      CheckHealth failing, Optional<Instant> lastAnswered, int answering) {
    return answering < MANY
        || lastAnswered
            .flatMap(answer -> failing.failingSince().map(answer::isAfter))
            .orElse(false);
  }
}
