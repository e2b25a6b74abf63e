package dev.marathon.api;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards requests to the leader. Ordinary ones share a pool of connections; a stream of events
 * has a connection of its own, so that streams never use the pool up. Nothing is sent twice: a
 * request that fails on its way has an unknown outcome, which is for the client to judge.
 */
public final class LeaderProxy {

  private static final int MAX_STREAMS = 1_000;

  private final ActorSystem<?> system;
  private final ProxyHeaders headers;
  private final ConnectionPoolSettings pool;
  private final ClientConnectionSettings stream;
  private final AtomicInteger streams = new AtomicInteger();

  /**
   * How far the proxy goes.
   *
   * @param self {@code host:port} of this node's API, by which it recognizes its own requests
   * @param connectTimeout until the leader accepts a connection
   * @param readTimeout without a byte from the leader
   * @param maxConnections besides those of event streams
   */
  public record Limits(
      String self, Duration connectTimeout, Duration readTimeout, int maxConnections) {}

  public LeaderProxy(ActorSystem<?> system, Limits limits) {
    this.system = system;
    this.headers = new ProxyHeaders(limits.self());
    var defaults = ConnectionPoolSettings.create(system.classicSystem());
    var connection =
        defaults
            .getConnectionSettings()
            .withConnectingTimeout(scala(limits.connectTimeout()))
            .withIdleTimeout(scala(limits.readTimeout()));
    this.pool =
        defaults
            .withMaxConnections(limits.maxConnections())
            .withMaxRetries(0)
            .withConnectionSettings(connection);
    this.stream = connection.withIdleTimeout(scala(Duration.ofSeconds(60)));
  }

  private static scala.concurrent.duration.FiniteDuration scala(Duration duration) {
    return scala.concurrent.duration.Duration.fromNanos(duration.toNanos());
  }

  /**
   * Sends the request on.
   *
   * @param leaderUrl without a slash at its end
   * @return fails with 502 if it went in a circle or the leader does not answer
   */
  CompletionStage<HttpResponse> forward(HttpRequest request, String leaderUrl) {
    if (headers.cameFromUs(request)) {
      request.discardEntityBytes(system);
      return failed(ApiError.of(502, "Detected proxying loop."));
    }
    var leader = Uri.create(leaderUrl);
    var target =
        request
            .getUri()
            .scheme(leader.getScheme())
            .host(leader.getHost().address())
            .port(leader.getPort());
    var onward = headers.onward(request).withUri(target);
    var answer =
        target.path().startsWith("/v2/events")
            ? stream(onward, leader)
            : Http.get(system)
                .singleRequest(
                    onward,
                    Http.get(system).defaultClientHttpsContext(),
                    pool,
                    system.classicSystem().log());
    return answer.handle(
        (response, failure) -> {
          if (failure != null) {
            throw refusal(failure);
          }
          return headers.back(response);
        });
  }

  private CompletionStage<HttpResponse> stream(HttpRequest request, Uri leader) {
    if (streams.incrementAndGet() > MAX_STREAMS) {
      streams.decrementAndGet();
      return failed(ApiError.unavailable("too many event streams are open", 5));
    }
    var to =
        Http.get(system)
            .connectionTo(leader.getHost().address())
            .toPort(leader.getPort())
            .withClientConnectionSettings(stream);
    var flow =
        leader.getScheme().equals("https")
            ? to.withCustomHttpsConnectionContext(Http.get(system).defaultClientHttpsContext())
                .https()
            : to.http();
    return Source.single(request)
        .concat(Source.never())
        .via(flow)
        .watchTermination(
            (nothing, end) -> {
              end.whenComplete((done, failure) -> streams.decrementAndGet());
              return nothing;
            })
        .runWith(Sink.head(), system);
  }

  private static CompletionStage<HttpResponse> failed(ApiError error) {
    return CompletableFuture.failedFuture(error.refused());
  }

  private static RuntimeException refusal(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EntityStreamSizeException) {
        return new CompletionException(cause);
      }
      if (cause instanceof StreamTcpException) {
        return ApiError.of(502, "Connection to leader refused.").with("Retry-After", "1").refused();
      }
    }
    return ApiError.of(
            502, "the leader did not answer; it is not known whether the request was served")
        .refused();
  }
}
