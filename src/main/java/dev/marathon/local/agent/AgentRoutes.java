package dev.marathon.local.agent;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import dev.marathon.local.AgentEndpoints;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The HTTP endpoints of one agent, each also below {@code /slave(1)}. Whoever can reach them can
 * read what tasks write, as with Mesos without authentication.
 */
public final class AgentRoutes extends AllDirectives implements AgentEndpoints {

  private static final long LARGEST_CALL = 1 << 20;
  private static final long SLOWEST_CALL_MILLIS = 30_000;
  private static final String PREFIX = "/slave(1)";
  private static final String API = "/api/v1";

  private final Map<String, Function<Map<String, String>, HttpResponse>> gets;
  private final AgentApi api;
  private final Materializer materializer;
  private final Executor blocking;

  /**
   * @param blocking threads for reading files, for example Akka's default blocking dispatcher
   */
  public AgentRoutes(
      AgentDescription agent, ProcessRunner runner, Materializer materializer, Executor blocking) {
    this(agent, (AgentContents) runner, materializer, blocking);
  }

  /**
   * The same for an agent that only pretends: there are no files.
   *
   * @param blocking as above
   */
  public AgentRoutes(
      AgentDescription agent,
      SimulatedRunner runner,
      Materializer materializer,
      Executor blocking) {
    this(agent, (AgentContents) runner, materializer, blocking);
  }

  private AgentRoutes(
      AgentDescription agent,
      AgentContents contents,
      Materializer materializer,
      Executor blocking) {
    var sandboxes = new SandboxFiles(contents);
    var files = new FilesApi(sandboxes);
    var state = new AgentState(agent, contents);
    var statistics = new AgentStatistics(agent, contents);
    this.api = new AgentApi(agent, contents, sandboxes);
    this.materializer = materializer;
    this.blocking = blocking;
    this.gets =
        Map.ofEntries(
            Map.entry("/files/browse", files::browse),
            Map.entry("/files/read", files::read),
            Map.entry("/files/download", files::download),
            Map.entry("/files/debug", files::debug),
            Map.entry("/health", query -> HttpResponse.create()),
            Map.entry("/state", json(state::state)),
            Map.entry("/flags", json(state::flags)),
            Map.entry("/version", json(state::version)),
            Map.entry("/containers", json(() -> statistics.containers(true))),
            Map.entry("/monitor/statistics", json(() -> statistics.containers(false))),
            Map.entry("/metrics/snapshot", json(statistics::metrics)));
  }

  private static Function<Map<String, String>, HttpResponse> json(Supplier<String> content) {
    return query -> FilesApi.Json.response(content.get(), query);
  }

  /** To be put beside other routes. Answers every request. */
  public Route route() {
    return extractRequest(request -> completeWithFuture(handle(request)));
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    var path = request.getUri().path();
    var below = path.startsWith(PREFIX + "/") ? path.substring(PREFIX.length()) : path;
    if (below.equals(API) && request.method().equals(HttpMethods.POST)) {
      return request
          .entity()
          .withSizeLimit(LARGEST_CALL)
          .toStrict(SLOWEST_CALL_MILLIS, materializer)
          .thenApplyAsync(body -> api.handle(request, body.getData().toArray()), blocking);
    }
    request.discardEntityBytes(materializer);
    var get = gets.get(below);
    if (get == null) {
      return CompletableFuture.completedFuture(notFound());
    }
    if (!request.method().equals(HttpMethods.GET)) {
      return CompletableFuture.completedFuture(notAllowed(request));
    }
    var query = request.getUri().query().toMap();
    return CompletableFuture.supplyAsync(() -> get.apply(query), blocking);
  }

  private static HttpResponse notAllowed(HttpRequest request) {
    return HttpResponse.create()
        .withStatus(StatusCodes.METHOD_NOT_ALLOWED)
        .withEntity(
            ContentTypes.TEXT_PLAIN_UTF8,
            "405 Method Not Allowed. Expecting one of { 'GET' }, but received '%s'."
                .formatted(request.method().value()));
  }

  static HttpResponse notFound() {
    return HttpResponse.create()
        .withStatus(StatusCodes.NOT_FOUND)
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, "404 Not Found.");
  }
}
