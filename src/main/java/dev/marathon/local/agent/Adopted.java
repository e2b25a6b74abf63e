package dev.marathon.local.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task that an earlier process of this agent left behind.
 *
 * @param supervision its processes, whether they live or not; empty if it was never started and
 *     never will be
 * @param history what was written down about it
 */
record Adopted(
    Launch launch, UpdateLog log, List<TaskLog.Entry> history, Optional<Supervision> supervision) {

  /** Brings a new run to the state in which the old one was. */
  void apply(TaskRun run) {
    for (var entry : history) {
      if (entry instanceof TaskLog.Entry.Update update) {
        run.updates().restore(update.status());
      } else if (entry instanceof TaskLog.Entry.Acknowledged acknowledged) {
        run.updates().restoreAcknowledged(acknowledged.uuid());
      } else if (entry instanceof TaskLog.Entry.Ending ending) {
        run.ending(ending.cause());
      } else if (entry instanceof TaskLog.Entry.Forgotten) {
        run.forget();
      }
    }
    supervision.ifPresentOrElse(run::started, run::gone);
  }

  /** When SIGKILL is due, if the task was being ended. */
  Optional<Instant> deadline() {
    return history.stream()
        .filter(TaskLog.Entry.Ending.class::isInstance)
        .map(TaskLog.Entry.Ending.class::cast)
        .map(TaskLog.Entry.Ending::deadline)
        .findFirst();
  }
}
