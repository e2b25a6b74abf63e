package dev.marathon.agents;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.HttpCredentials;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.StreamTcpException;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import scala.jdk.javaapi.DurationConverters;

/**
 * Asks one kind of peer over HTTP, each time on a connection of its own: such questions are rare,
 * and there may be thousands of agents. Requests carry credentials, so they are never logged.
 */
final class OperatorHttp {

  /** An answer that was read to its end. */
  record Answer(int status, byte[] body) {}

  private final Http http;
  private final Materializer materializer;
  private final String peer;
  private final OperatorSettings.Peer settings;
  private final Duration timeout;
  private final ClientConnectionSettings connection;
  private final Semaphore places;

  /**
   * @param peer what it is, for messages: {@code the Mesos master}
   * @param most requests at once
   */
  OperatorHttp(
      ActorSystem<?> system,
      String peer,
      OperatorSettings.Peer settings,
      Duration timeout,
      int most) {
    this.http = Http.get(system);
    this.materializer = SystemMaterializer.get(system).materializer();
    this.peer = peer;
    this.settings = settings;
    this.timeout = timeout;
    this.connection =
        ClientConnectionSettings.create(system.classicSystem())
            .withConnectingTimeout(DurationConverters.toScala(timeout))
            .withIdleTimeout(DurationConverters.toScala(timeout));
    this.places = new Semaphore(most);
  }

  CompletionStage<Answer> get(HostPort to, HttpRequest request, long limit) {
    return bounded(() -> open(to, request).thenCompose(response -> read(response, limit)))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(trouble(to, failure)));
  }

  CompletionStage<Answer> post(HostPort to, String path, byte[] json, long limit) {
    return get(
        to,
        HttpRequest.POST(path)
            .withEntity(ContentTypes.APPLICATION_JSON, json)
            .addHeader(RawHeader.create("Accept", "application/json")),
        limit);
  }

  /** The answer before its body was read. Not counted: that is up to the caller. */
  CompletionStage<HttpResponse> stream(HostPort to, HttpRequest request) {
    return open(to, request)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(trouble(to, failure)));
  }

  CompletionStage<Answer> read(HttpResponse response, long limit) {
    return response
        .entity()
        .withSizeLimit(limit)
        .toStrict(timeout.toMillis(), materializer)
        .thenApply(strict -> new Answer(response.status().intValue(), strict.getData().toArray()));
  }

  private CompletionStage<Answer> bounded(Supplier<CompletionStage<Answer>> request) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(
          Trouble.busy("too many questions to " + peer + " at once"));
    }
    return request.get().whenComplete((answer, failure) -> places.release());
  }

  private CompletionStage<HttpResponse> open(HostPort to, HttpRequest request) {
    var target =
        http.connectionTo(to.host()).toPort(to.port()).withClientConnectionSettings(connection);
    if (settings.trust().isPresent()) {
      target =
          target.withCustomHttpsConnectionContext(
              ConnectionContext.httpsClient(settings.trust().get()));
    }
    return Source.single(authorized(request))
        .via(settings.tls() ? target.https() : target.http())
        .initialTimeout(timeout)
        .runWith(Sink.head(), materializer);
  }

  private HttpRequest authorized(HttpRequest request) {
    return settings
        .login()
        .map(
            own ->
                request.addCredentials(
                    HttpCredentials.createBasicHttpCredentials(own.principal(), own.secret())))
        .orElse(request);
  }

  private Trouble trouble(HostPort to, Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null
        && (cause instanceof CompletionException || cause instanceof StreamTcpException)) {
      cause = cause.getCause();
    }
    if (cause instanceof Trouble known) {
      return known;
    }
    if (cause instanceof EntityStreamSizeException) {
      return Trouble.strange(peer + " at " + to + " answers too much");
    }
    var text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return Trouble.away(
        "cannot ask "
            + peer
            + " at "
            + to
            + ": "
            + text.substring(0, Math.min(text.length(), 300)));
  }

  /** What a status that is no success means. */
  Trouble unexpected(HostPort to, int status) {
    return switch (status) {
      case 401, 403 -> Trouble.strange(peer + " at " + to + " does not let this node in");
      case 307, 503 -> Trouble.away(peer + " at " + to + " answers " + status);
      default -> Trouble.strange(peer + " at " + to + " answers " + status);
    };
  }
}
