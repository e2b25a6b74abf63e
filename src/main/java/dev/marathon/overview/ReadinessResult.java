package dev.marathon.overview;

import dev.marathon.base.TaskId;
import java.util.Optional;

/**
 * Newest result of one readiness check of one task.
 *
 * @param name of the check
 * @param lastResponse present if the check keeps responses
 */
public record ReadinessResult(
    String name, TaskId taskId, boolean ready, Optional<Response> lastResponse) {

  /** What the task answered. */
  public record Response(int status, String contentType, String body) {}
}
