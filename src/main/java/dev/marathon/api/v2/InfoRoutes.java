package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Identity.Right;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v2/info}, {@code /v2/leader}, {@code /v2/whoami} and {@code /v2/plugins}. */
public final class InfoRoutes {

  /** The answer has to be out before the leadership is gone. */
  private static final Duration BEFORE_ABDICATION = Duration.ofMillis(100);

  private final ApiContext context;

  public InfoRoutes(ApiContext context) {
    this.context = context;
  }

  public Routes info() {
    return path -> path.isEmpty() ? Optional.of(Resource.json().get(this::info)) : Optional.empty();
  }

  public Routes leader() {
    return path ->
        path.isEmpty()
            ? Optional.of(Resource.json().get(this::leader).delete(this::abdicate))
            : Optional.empty();
  }

  /** {@code /v2/whoami}: under which name a client is known, and what it may do. */
  public Routes whoAmI() {
    return path ->
        path.isEmpty()
            ? Optional.of(Resource.json().get(call -> done(Responses.ok(identity(call)))))
            : Optional.empty();
  }

  private static JsonNode identity(Call call) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("user", call.identity().who())
            .put("authenticated", !call.identity().equals(AccessControl.ANYBODY));
    var rights = json.putArray("rights");
    call.identity().rights().forEach(rights::add);
    return json;
  }

  /** There are no plugins. */
  public Routes plugins() {
    return path -> Optional.of(path.isEmpty() ? noPlugins() : unknownPlugin(path));
  }

  private static Resource noPlugins() {
    var json = JsonNodeFactory.instance.objectNode();
    json.putArray("plugins");
    return Resource.json().get(call -> done(Responses.ok(json)));
  }

  private static Resource unknownPlugin(List<String> path) {
    var unknown = ApiError.notFound("No plugin with this pluginId: " + path.get(0));
    return Resource.json()
        .get(call -> done(unknown.response()))
        .put(call -> done(unknown.response()))
        .post(call -> done(unknown.response()))
        .delete(call -> done(unknown.response()));
  }

  private CompletionStage<HttpResponse> info(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> {
              var node = context.node();
              var mesos = overview.transients().mesos();
              var json =
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("name", "marathon")
                      .put("version", node.version())
                      .put("buildref", node.buildref())
                      .put("elected", true)
                      .put("leader", node.leader())
                      .put("frameworkId", mesos.frameworkId().orElse(null));
              json.setAll(node.configuration().get());
              mesos
                  .master()
                  .ifPresent(
                      master ->
                          json.withObject("/marathon_config")
                              .put("mesos_leader_ui_url", master.url()));
              return Responses.ok(json);
            });
  }

  private CompletionStage<HttpResponse> leader(Call call) {
    var json = JsonNodeFactory.instance.objectNode().put("leader", context.node().leader());
    return done(Responses.ok(json));
  }

  private CompletionStage<HttpResponse> abdicate(Call call) {
    Rights.requireNode(call, Right.UPDATE);
    checkUri(call.query("backup"));
    checkUri(call.query("restore"));
    context.audit().made(call, "abdicate", JsonNodeFactory.instance.objectNode());
    var scheduler = context.system().scheduler();
    scheduler.scheduleOnce(
        BEFORE_ABDICATION, context.abdicate(), context.system().executionContext());
    return done(Responses.ok(abdicated()));
  }

  private static JsonNode abdicated() {
    var json = JsonNodeFactory.instance.objectNode().put("message", "Leadership abdicated");
    json.putArray("details");
    return json;
  }

  /** The original wrote a backup of its store to this place; ours is copied as files. */
  private static void checkUri(Optional<String> uri) {
    if (uri.isPresent()) {
      boolean known = uri.get().startsWith("file:") || uri.get().startsWith("s3:");
      throw ApiError.notValid(
              "/",
              known
                  ? "backup and restore are not supported by this release of Marathon"
                  : "Invalid URI or unsupported scheme: " + uri.get())
          .refused();
    }
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
