package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets only so many requests in at a time. A request counts until its answer is known; an answer
 * that is still being sent, such as the event stream, does not.
 */
final class RequestLimit {

  private final int most;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * @param most 0 means no limit
   */
  RequestLimit(int most) {
    this.most = most;
  }

  /**
   * The answer, or nothing if the request is one too many.
   *
   * @param request does not throw: it fails by its future
   */
  Optional<CompletionStage<HttpResponse>> admit(Supplier<CompletionStage<HttpResponse>> request) {
    if (most == 0) {
      return Optional.of(request.get());
    }
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(request.get().whenComplete((answer, failure) -> inside.decrementAndGet()));
  }
}
