package dev.marathon.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.encodeResponse;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import dev.marathon.api.v1.V1Routes;
import dev.marathon.api.v2.AgentsRoutes;
import dev.marathon.api.v2.AppsRoutes;
import dev.marathon.api.v2.AuditRoutes;
import dev.marathon.api.v2.ClusterRoutes;
import dev.marathon.api.v2.DeploymentsRoutes;
import dev.marathon.api.v2.EventsRoutes;
import dev.marathon.api.v2.GroupsRoutes;
import dev.marathon.api.v2.InfoRoutes;
import dev.marathon.api.v2.PodsRoutes;
import dev.marathon.api.v2.QueueRoutes;
import dev.marathon.api.v2.StatsRoutes;
import dev.marathon.api.v2.SubscriptionsRoutes;
import dev.marathon.api.v2.TasksRoutes;
import dev.marathon.metrics.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The whole HTTP API. */
public final class Api {

  /** What is answered whoever asks: files that everybody can download elsewhere. */
  static final Routes OPEN = new UiRoutes();

  private static final OpenApiRoutes DESCRIPTION = new OpenApiRoutes();

  private final Map<String, Resource> alone = new HashMap<>();
  private final Map<String, Routes> v2 = new HashMap<>();
  private final Routes v1;
  private final Routes system;
  private final Routes others;

  private Api(ApiContext context) {
    var info = new InfoRoutes(context);
    v2.put("agents", new AgentsRoutes(context));
    v2.put("apps", new AppsRoutes(context));
    v2.put("audit", new AuditRoutes(context));
    v2.put("cluster", new ClusterRoutes(context));
    v2.put("deployments", new DeploymentsRoutes(context));
    v2.put("eventSubscriptions", new SubscriptionsRoutes(context));
    v2.put("events", new EventsRoutes(context));
    v2.put("groups", new GroupsRoutes(context));
    v2.put("info", info.info());
    v2.put("leader", info.leader());
    v2.put("openapi", DESCRIPTION.page());
    v2.put("openapi.yaml", DESCRIPTION.yaml());
    v2.put("plugins", info.plugins());
    v2.put("pods", new PodsRoutes());
    v2.put("queue", new QueueRoutes(context));
    v2.put("stats", new StatsRoutes(context));
    v2.put("tasks", new TasksRoutes(context));
    v2.put("whoami", info.whoAmI());
    v1 = new V1Routes(context);
    system = new SystemRoutes(context);
    alone.put("config", new ConfigRoutes(context).resource());
    alone.put("logging", new LoggingRoutes(context).resource());
    alone.put("help", OpenApiRoutes.help());
    others = context.others();
  }

  /** Everything that is answered to those who prove who they are. */
  static Routes routes(ApiContext context) {
    return new Api(context)::find;
  }

  /**
   * Answers every request. Only answers that may be compressed take the way through Akka's routes,
   * which costs as much as the answer to a small question.
   */
  public static Function<HttpRequest, CompletionStage<HttpResponse>> handler(ApiContext context) {
    var api = new Api(context);
    var router = new Router(context, api::find, api.system, OPEN);
    var encoded =
        encodeResponse(() -> extractRequest(request -> completeWithFuture(router.handle(request))))
            .handler(context.system());
    boolean compresses = context.traffic().compression();
    return request ->
        compresses && request.getHeader("Accept-Encoding").isPresent() && !stream(request)
            ? encoded.apply(request).thenApply(Api::counted)
            : router.handle(request);
  }

  /** How many bytes a compressed answer has is known when it was sent. */
  private static HttpResponse counted(HttpResponse response) {
    boolean gzipped =
        response
            .getHeader("Content-Encoding")
            .filter(header -> header.value().equals("gzip"))
            .isPresent();
    return gzipped
        ? response.transformEntityDataBytes(Flow.fromFunction(Api::countedGzip))
        : response;
  }

  private static ByteString countedGzip(ByteString bytes) {
    Metrics.bytes("http.responses.size.gzipped", bytes.size());
    return bytes;
  }

  /** A compressed stream would hold events back. */
  private static boolean stream(HttpRequest request) {
    return request.getUri().path().startsWith("/v2/events");
  }

  private Optional<Resource> find(List<String> path) {
    var found = system.find(path);
    if (found.isPresent()) {
      return found;
    }
    if (path.size() == 1 && alone.containsKey(path.get(0))) {
      return Optional.of(alone.get(path.get(0)));
    }
    if (path.get(0).equals("v1")) {
      return v1.find(path.subList(1, path.size()));
    }
    if (path.get(0).equals("v2") && path.size() > 1 && v2.containsKey(path.get(1))) {
      return v2.get(path.get(1)).find(path.subList(2, path.size()));
    }
    return others.find(path);
  }
}
