package dev.marathon.local.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;

/**
 * What to say of a task's health after each probe (Mesos: {@code health_checker.cpp}).
 *
 * <p>Until the first success, failures within the grace period do not count. After that every
 * failure is told, and a success only if something else was told before. As many failures in a row
 * as the check names end the task; a check that names none ends it at the first.
 *
 * @param graceUntil failures before it do not count as long as there was no success
 * @param first whether there was no success yet
 * @param failures in a row
 */
record HealthCount(Instant graceUntil, boolean first, int failures) {

  /**
   * @param told what is to be said; empty to say nothing
   * @param end whether the task is to be ended
   */
  record Step(HealthCount next, Optional<Boolean> told, boolean end) {}

  /**
   * @param begin of the grace period
   * @param known what was told before, by an earlier process of the agent
   */
  static HealthCount begin(HealthCheck check, Instant begin, Optional<Boolean> known) {
    var grace = Duration.ofMillis(Math.round(check.getGracePeriodSeconds() * 1000));
    return new HealthCount(
        begin.plus(grace), known.isEmpty(), known.filter(well -> !well).isPresent() ? 1 : 0);
  }

  Step after(boolean healthy, HealthCheck check, Instant now) {
    if (healthy) {
      var told = first || failures > 0 ? Optional.of(true) : Optional.<Boolean>empty();
      return new Step(new HealthCount(graceUntil, false, 0), told, false);
    }
    if (first && now.isBefore(graceUntil)) {
      return new Step(this, Optional.empty(), false);
    }
    int more = failures + 1;
    return new Step(
        new HealthCount(graceUntil, first, more),
        Optional.of(false),
        more >= check.getConsecutiveFailures());
  }
}
