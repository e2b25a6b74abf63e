package dev.marathon.instance;

import java.time.Duration;

/**
 * @param launchTimeout a task that does not run so long after it was sent to Mesos is killed; after
 *     twice this time without an answer it is forgotten
 * @param maxStepsAtOnce instances that one decision may end; the rest follows at once in further
 *     decisions, so that a write stays small
 */
public record LedgerSettings(Duration launchTimeout, int maxStepsAtOnce) {

  /** Marathon's own: {@code --task_launch_timeout}. */
  public static final LedgerSettings DEFAULT = new LedgerSettings(Duration.ofMinutes(5), 1_000);
}
