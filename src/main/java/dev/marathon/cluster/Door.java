package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import dev.marathon.api.ApiError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The node's HTTP entrance: who answers behind it changes when the node becomes active. */
final class Door implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private static final long serialVersionUID = 1L;

  /** As long as the original holds a request while it takes over. */
  private static final Duration PATIENCE = Duration.ofMillis(2_750);

  private static final int MAX_WAITING = 1_000;

  private final transient ActorSystem<Void> system;
  private final transient CompletableFuture<Function<HttpRequest, CompletionStage<HttpResponse>>>
      opened = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private transient volatile Function<HttpRequest, CompletionStage<HttpResponse>> behind;

  Door(ActorSystem<Void> system) {
    this.system = system;
  }

  /** Answers by this until the take-over is complete. */
  void close(Route route) {
    behind = route.handler(system);
  }

  /** The take-over is complete: the whole API answers, also those who wait. */
  void open(Route route) {
    behind = route.handler(system);
    opened.complete(behind);
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    return behind.apply(request);
  }

  /**
   * Holds a request that came during the take-over until its end, so that a client which starts
   * together with the node need not try again. Fails with 503 when that takes too long or too many
   * wait.
   */
  CompletionStage<HttpResponse> whenOpen(HttpRequest request) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(late());
    }
    return opened
        .copy()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (api, timeout) -> {
              waiting.decrementAndGet();
              return timeout == null
                  ? answer(api, request)
                  : CompletableFuture.<HttpResponse>failedFuture(late());
            })
        .thenCompose(answer -> answer);
  }

  private static CompletionStage<HttpResponse> answer(
      Function<HttpRequest, CompletionStage<HttpResponse>> api, HttpRequest request) {
    try {
      return api.apply(request);
    } catch (Exception failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private static RuntimeException late() {
    return ApiError.unavailable("Marathon is taking over; try again in a moment", 1).refused();
  }
}
