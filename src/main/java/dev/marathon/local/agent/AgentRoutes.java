package dev.marathon.local.agent;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The HTTP endpoints of one agent, each also below {@code /slave(1)}. Whoever can reach them can
 * read what tasks write, as with Mesos without authentication.
 */
public final class AgentRoutes extends AllDirectives {

  private static final long LARGEST_CALL = 1 << 20;

  private final FilesApi files;
  private final AgentState state;
  private final AgentStatistics statistics;
  private final AgentApi api;
  private final Executor blocking;

  /**
   * @param blocking threads for reading files, for example Akka's default blocking dispatcher
   */
  public AgentRoutes(AgentDescription agent, ProcessRunner runner, Executor blocking) {
    this(agent, (AgentContents) runner, blocking);
  }

  /**
   * The same for an agent that only pretends: there are no files.
   *
   * @param blocking as above
   */
  public AgentRoutes(AgentDescription agent, SimulatedRunner runner, Executor blocking) {
    this(agent, (AgentContents) runner, blocking);
  }

  AgentRoutes(AgentDescription agent, AgentContents contents, Executor blocking) {
    var sandboxes = new SandboxFiles(contents);
    this.files = new FilesApi(sandboxes);
    this.state = new AgentState(agent, contents);
    this.statistics = new AgentStatistics(agent, contents);
    this.api = new AgentApi(agent, contents, sandboxes);
    this.blocking = blocking;
  }

  /** To be bound, or put beside others. Answers every request. */
  public Route route() {
    return concat(pathPrefix("slave(1)", this::endpoints), endpoints(), complete(notFound()));
  }

  private Route endpoints() {
    return concat(
        pathPrefix(
            "files",
            () ->
                concat(
                    get("browse", files::browse),
                    get("read", files::read),
                    get("download", files::download),
                    get("debug", files::debug))),
        get("health", query -> HttpResponse.create()),
        json("state", state::state),
        json("flags", state::flags),
        json("version", state::version),
        json("containers", () -> statistics.containers(true)),
        pathPrefix("monitor", () -> json("statistics", () -> statistics.containers(false))),
        pathPrefix("metrics", () -> json("snapshot", statistics::metrics)),
        pathPrefix("api", () -> path("v1", () -> post(this::call))));
  }

  private Route json(String name, Supplier<String> content) {
    return get(name, query -> FilesApi.Json.response(content.get(), query));
  }

  private Route get(String name, Function<Map<String, String>, HttpResponse> answer) {
    return path(
        name,
        () ->
            get(
                () ->
                    parameterMap(
                        query ->
                            completeWithFuture(
                                CompletableFuture.supplyAsync(
                                    () -> answer.apply(query), blocking)))));
  }

  private Route call() {
    return withSizeLimit(
        LARGEST_CALL,
        () ->
            extractRequest(
                request ->
                    extractMaterializer(
                        materializer ->
                            completeWithFuture(
                                request
                                    .entity()
                                    .toStrict(LARGEST_CALL, materializer)
                                    .thenApplyAsync(
                                        body -> handle(request, body.getData().toArray()),
                                        blocking)))));
  }

  private HttpResponse handle(HttpRequest request, byte[] body) {
    return api.handle(request, body);
  }

  static HttpResponse notFound() {
    return HttpResponse.create()
        .withStatus(StatusCodes.NOT_FOUND)
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, "404 Not Found.");
  }
}
