package dev.marathon.scheduler;

import dev.marathon.offer.MatchSettings;
import java.time.Duration;
import java.util.Set;

/**
 * How the scheduler behaves.
 *
 * @param roles that we subscribe with
 * @param declineFor how long Mesos keeps an agent from us that nothing could use; a REVIVE ends it
 * @param declineBriefly the same when we want to see it again soon
 * @param holdUnused how long an unused offer stays in hand for demands that may come, and how long
 *     a role without demand is not suppressed
 * @param holdForBackoff an unused offer stays in hand if a back-off ends that soon
 * @param holdAtMost no unused offer stays in hand longer
 * @param reviveInterval at most one REVIVE in that time, the first at once
 * @param killRetry a kill without an answer is sent again after that
 * @param killsInFlight at most that many kills wait for Mesos; the others queue
 * @param answerWithin a ledger that does not answer a proposal or a status in that time will not
 * @param busyRetry a ledger that was busy is asked again after that
 * @param reconcile how Mesos is asked about tasks
 */
public record SchedulerSettings(
    MatchSettings matching,
    Set<String> roles,
    Duration declineFor,
    Duration declineBriefly,
    Duration holdUnused,
    Duration holdForBackoff,
    Duration holdAtMost,
    Duration reviveInterval,
    Duration killRetry,
    int killsInFlight,
    Duration answerWithin,
    Duration busyRetry,
    ReconcileSettings reconcile) {

  public static final SchedulerSettings DEFAULTS =
      new SchedulerSettings(
          MatchSettings.DEFAULTS,
          Set.of("*"),
          Duration.ofSeconds(120),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          2_000,
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          ReconcileSettings.DEFAULTS);

  public SchedulerSettings {
    roles = Set.copyOf(roles);
    if (killsInFlight < 1) {
      throw new IllegalArgumentException("kills in flight must be at least 1");
    }
  }

  public SchedulerSettings withMatching(MatchSettings other) {
    return new SchedulerSettings(
        other,
        roles,
        declineFor,
        declineBriefly,
        holdUnused,
        holdForBackoff,
        holdAtMost,
        reviveInterval,
        killRetry,
        killsInFlight,
        answerWithin,
        busyRetry,
        reconcile);
  }
}
