package dev.marathon.api;

import dev.marathon.agents.HostPort;
import dev.marathon.agents.Master;
import dev.marathon.agents.Sandboxes;
import dev.marathon.agents.Trouble;
import dev.marathon.overview.Overview;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What Mesos is asked for on behalf of a reader. */
public record Mesos(Master master, Sandboxes sandboxes) {

  /**
   * The master that we are subscribed to.
   *
   * @throws Refused 503 if there is none yet
   */
  public static HostPort leading(Overview overview) {
    return overview
        .transients()
        .mesos()
        .master()
        .map(master -> new HostPort(master.host(), master.port()))
        .orElseThrow(
            () -> ApiError.unavailable("not connected to a Mesos master yet", 1).refused());
  }

  /** The same answer, with {@link Refused} in place of {@link Trouble}. */
  public static <T> CompletionStage<T> orRefused(CompletionStage<T> answer) {
    return answer.exceptionallyCompose(
        failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          return CompletableFuture.failedFuture(
              cause instanceof Trouble trouble ? error(trouble).refused() : cause);
        });
  }

  public static ApiError error(Trouble trouble) {
    return switch (trouble.kind()) {
      case REFUSED -> ApiError.of(400, trouble.getMessage());
      case MISSING -> ApiError.notFound(trouble.getMessage());
      case GONE -> ApiError.of(410, trouble.getMessage());
      case AWAY -> ApiError.unavailable(trouble.getMessage(), 5);
      case BUSY -> ApiError.unavailable(trouble.getMessage(), 1);
      case STRANGE -> ApiError.of(502, trouble.getMessage());
    };
  }
}
