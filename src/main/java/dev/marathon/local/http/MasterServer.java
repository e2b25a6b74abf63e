package dev.marathon.local.http;

import akka.actor.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Tcp.ServerBinding;
import dev.marathon.local.AgentEndpoints;
import dev.marathon.local.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Listens for schedulers, command lines and browsers. */
public final class MasterServer {
  private final SchedulerApi scheduler;
  private final OperatorApi operator;
  private final Materializer materializer;
  private final Optional<String> authorization;
  private final Optional<String> principal;

  private MasterServer(ActorSystem system, MasterAccess master, Optional<Credentials> credentials) {
    materializer = SystemMaterializer.get(system).materializer();
    scheduler = new SchedulerApi(master, materializer);
    operator = new OperatorApi(master, materializer);
    principal = credentials.map(Credentials::principal);
    authorization =
        credentials.map(
            each ->
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            (each.principal() + ":" + each.secret())
                                .getBytes(StandardCharsets.UTF_8)));
  }

  /** Binds the master's port. */
  public static CompletionStage<ServerBinding> bind(
      Listener listener,
      String host,
      int port,
      MasterAccess master,
      Optional<Credentials> credentials) {
    var server = new MasterServer(listener.system(), master, credentials);
    return listener.bind(host, port, server::handle);
  }

  /**
   * Binds a free port of an agent.
   *
   * @param endpoints what answers, as soon as it is there
   */
  public static CompletionStage<ServerBinding> bindAgent(
      Listener listener, String host, CompletionStage<Optional<AgentEndpoints>> endpoints) {
    var materializer = SystemMaterializer.get(listener.system()).materializer();
    return listener.bind(
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
