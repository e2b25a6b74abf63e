package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Answers what this node cannot answer itself, because it does not lead yet. */
@FunctionalInterface
public interface Elsewhere {

  /**
   * Answers a request of an unread body. A failure that carries an {@link ApiError} becomes its
   * answer.
   */
  CompletionStage<HttpResponse> answer(HttpRequest request);

  /** URL of the node that leads, without a slash at its end; absent while none is known. */
  default Optional<String> leaderUrl() {
    return Optional.empty();
  }

  /**
   * Why none is known, where more can be said than that there is an election; or what keeps this
   * node from taking over from the one that is.
   */
  default Optional<String> hindrance() {
    return Optional.empty();
  }
}
