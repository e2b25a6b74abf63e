package dev.marathon.scheduler;

import java.time.Duration;

/**
 * How Mesos is asked about the tasks that we know.
 *
 * @param perCall tasks in one call
 * @param betweenCalls pause between two calls of one pass
 * @param firstPause after the first pass, before asking again for those without an answer; doubles
 *     with each pass
 * @param longestPause bound of that pause
 * @param implicitAfter an implicit one follows so long after the start, for tasks that we do not
 *     know
 * @param every the whole is repeated
 * @param unknownCountsAfter for so long after a change of the master TASK_UNKNOWN is no answer:
 *     agents come back one by one
 */
public record ReconcileSettings(
    int perCall,
    Duration betweenCalls,
    Duration firstPause,
    Duration longestPause,
    Duration implicitAfter,
    Duration every,
    Duration unknownCountsAfter) {

  public static final ReconcileSettings DEFAULTS =
      new ReconcileSettings(
          1_000,
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));

  public ReconcileSettings withEvery(Duration other) {
    return new ReconcileSettings(
        perCall, betweenCalls, firstPause, longestPause, implicitAfter, other, unknownCountsAfter);
  }
}
