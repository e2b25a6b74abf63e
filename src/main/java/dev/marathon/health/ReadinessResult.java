package dev.marathon.health;

import dev.marathon.base.TaskId;
import dev.marathon.spec.ReadinessCheck;
import java.util.Optional;

/**
 * Newest result of one readiness check of one task.
 *
 * @param name of the check
 * @param lastResponse present if the check keeps responses
 */
public record ReadinessResult(
    String name, TaskId taskId, boolean ready, Optional<Response> lastResponse) {

  /** A target that does not answer is shown as a gateway would show it. */
  private static final int NO_ANSWER = 504;

  /** What the task answered. */
  public record Response(int status, String contentType, String body) {}

  /** What an answer means; nothing if it says nothing of the task. */
  public static Optional<ReadinessResult> of(
      ReadinessCheck check, TaskId task, ProbeAnswer answer) {
    if (answer instanceof ProbeAnswer.Status status) {
      boolean ready = check.httpStatusCodesForReady().contains(status.status());
      return Optional.of(
          of(
              check,
              task,
              ready,
              new Response(status.status(), status.contentType(), status.body())));
    }
    if (answer instanceof ProbeAnswer.Silence silence) {
      return Optional.of(
          of(check, task, false, new Response(NO_ANSWER, "text/plain", silence.cause())));
    }
    return Optional.empty();
  }

  private static ReadinessResult of(
      ReadinessCheck check, TaskId task, boolean ready, Response response) {
    return new ReadinessResult(
        check.name(),
        task,
        ready,
        check.preserveLastResponse() ? Optional.of(response) : Optional.empty());
  }
}
