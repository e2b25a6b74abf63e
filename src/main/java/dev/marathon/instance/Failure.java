package dev.marathon.instance;

import dev.marathon.base.TaskId;
import dev.marathon.base.Version;
import java.time.Instant;

/**
 * The newest failure of an app's task.
 *
 * @param mesosState {@code TASK_FAILED} and so on
 * @param version of the definition that the task was started with
 */
public record Failure(
    TaskId task,
    String host,
    String agentId,
    String mesosState,
    String message,
    Version version,
    Instant at) {

  static Failure of(Instance instance, LedgerEvent.ConditionChanged event) {
    return of(instance, event.mesosState(), event.message(), event.at());
  }

  static Failure of(Instance instance, LedgerEvent.KillRequested event) {
    return of(instance, "TASK_KILLED", event.message(), event.at());
  }

  private static Failure of(Instance instance, String mesosState, String message, Instant at) {
    return new Failure(
        instance.task(),
        instance.placement().host(),
        instance.placement().agentId(),
        mesosState,
        message,
        instance.version(),
        at);
  }
}
