package dev.marathon.local.http;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import dev.marathon.local.AgentEndpoints;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Listens for schedulers, command lines and browsers. */
public final class MasterServer {
  private static final long MAX_BODY = 64 * 1024 * 1024;

  private final SchedulerApi scheduler;
  private final OperatorApi operator;
  private final Materializer materializer;
  private final Optional<String> authorization;
  private final Optional<String> principal;

  private MasterServer(
      ActorSystem system,
      MasterAccess master,
      Optional<dev.marathon.local.Credentials> credentials) {
    materializer = SystemMaterializer.get(system).materializer();
    scheduler = new SchedulerApi(master, materializer);
    operator = new OperatorApi(master, materializer);
    principal = credentials.map(dev.marathon.local.Credentials::principal);
    authorization =
        credentials.map(
            each ->
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            (each.principal() + ":" + each.secret())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** Binds the master's port. */
  public static CompletionStage<ServerBinding> bind(
      ActorSystem system,
      String host,
      int port,
      MasterAccess master,
      Optional<dev.marathon.local.Credentials> credentials) {
    var server = new MasterServer(system, master, credentials);
    return bind(system, host, port, server::handle);
  }

  /**
   * Binds a free port of an agent.
   *
   * @param endpoints what answers, as soon as it is there
   */
  public static CompletionStage<ServerBinding> bindAgent(
      ActorSystem system, String host, CompletionStage<Optional<AgentEndpoints>> endpoints) {
    var materializer = SystemMaterializer.get(system).materializer();
    return bind(
        system,
        host,
        0,
        request ->
            endpoints
                .thenCompose(
                    each ->
                        each.isPresent()
                            ? each.get().handle(request)
                            : RequestBody.discard(request, Replies.notFound(), materializer))
                .exceptionally(MasterServer::failed));
  }

  /** Binds any handler with settings that suit endless streams and the headers of Mesos. */
  public static CompletionStage<ServerBinding> bind(
      ActorSystem system,
      String host,
      int port,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    var settings = ServerSettings.create(system);
    return Http.get(system)
        .newServerAt(host, port)
        .withSettings(
            settings
                .withServerHeader(Optional.empty())
                .withMaxConnections(10_000)
                .withParserSettings(
                    settings
                        .getParserSettings()
                        .withMaxContentLength(MAX_BODY)
                        .withModeledHeaderParsing(false)
                        .withCustomMediaTypes(RequestBody.MEDIA_TYPES))
                .withTimeouts(
                    settings
                        .getTimeouts()
                        .withIdleTimeout(
                            scala.concurrent.duration.Duration.fromNanos(
                                Duration.ofMinutes(10).toNanos()))))
        .bind(handler::apply);
  }

  private CompletionStage<HttpResponse> handle(HttpRequest request) {
    return dispatch(request).exceptionally(MasterServer::failed);
  }

  private static HttpResponse failed(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof MasterAccess.NotReady
        ? Replies.text(503, cause.getMessage())
        : Replies.text(500, String.valueOf(cause.getMessage()));
  }

  private CompletionStage<HttpResponse> dispatch(HttpRequest request) {
    var path = request.getUri().path();
    while (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.equals("/master")) {
      return operator.handle(request, List.of());
    }
    if (path.startsWith("/master/")) {
      path = path.substring("/master".length());
    }
    if (!path.equals("/api/v1/scheduler")) {
      return operator.handle(request, List.of(path.substring(1).split("/", -1)));
    }
    if (!authorized(request)) {
      return RequestBody.discard(request, Replies.unauthorized(), materializer);
    }
    var method = request.method().value().toUpperCase(Locale.ROOT);
    return method.equals("POST")
        ? scheduler.handle(request, principal)
        : RequestBody.discard(request, Replies.methodNotAllowed(method, "POST"), materializer);
  }

  private boolean authorized(HttpRequest request) {
    return authorization.isEmpty()
        || request
            .getHeader("Authorization")
            .map(header -> header.value().equals(authorization.get()))
            .orElse(false);
  }

  static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
