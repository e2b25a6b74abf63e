package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import dev.marathon.api.ApiError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The node's HTTP entrance: who answers behind it changes when the node becomes active. */
final class Door implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private static final long serialVersionUID = 1L;

  /** As long as the original holds a request while it takes over. */
  private static final Duration PATIENCE = Duration.ofMillis(2_750);

  private static final int MAX_WAITING = 1_000;

  private static final HttpResponse LOST =
      HttpResponse.create()
          .withStatus(503)
          .addHeader(RawHeader.create("Retry-After", "1"))
          .withEntity(
              ContentTypes.APPLICATION_JSON,
              "{\"message\":\"this node has lost the leadership; it is not known whether the request"
                  + " was served\"}");

  private final transient ActorSystem<Void> system;
  private final transient BooleanSupplier mayAct;
  private final transient CompletableFuture<Function<HttpRequest, CompletionStage<HttpResponse>>>
      opened = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private transient volatile Function<HttpRequest, CompletionStage<HttpResponse>> behind;

  /**
   * @param mayAct whether this node may still answer as the leader
   */
  Door(ActorSystem<Void> system, BooleanSupplier mayAct) {
    this.system = system;
    this.mayAct = mayAct;
  }

  /** Answers by this until the take-over is complete. */
  void close(Function<HttpRequest, CompletionStage<HttpResponse>> others) {
    behind = others;
  }

  /** The take-over is complete: the whole API answers, also those who wait. */
  void open(Function<HttpRequest, CompletionStage<HttpResponse>> api) {
    behind = whileLeading(api);
    opened.complete(behind);
  }

  /** A leader that was paused must not answer from what it knew before. */
  private Function<HttpRequest, CompletionStage<HttpResponse>> whileLeading(
      Function<HttpRequest, CompletionStage<HttpResponse>> api) {
    return request ->
        api.apply(request)
            .thenApply(
                response -> {
                  if (mayAct.getAsBoolean()) {
                    return response;
                  }
                  response.discardEntityBytes(system);
                  return LOST;
                });
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
