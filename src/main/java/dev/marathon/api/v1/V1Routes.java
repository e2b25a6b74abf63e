package dev.marathon.api.v1;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Handler;
import dev.marathon.api.Paths;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.api.Shown;
import dev.marathon.base.AppId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@code /v1}: what the first users of Marathon typed. */
public final class V1Routes implements Routes {

  private final ApiContext context;
  private final V1Writes writes;

  public V1Routes(ApiContext context) {
    this.context = context;
    this.writes = new V1Writes(context);
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return switch (String.join("/", path)) {
      case "apps" -> Optional.of(Resource.json().get(this::apps));
      case "apps/start" -> Optional.of(Resource.json().post(writes::start));
      case "apps/stop" -> Optional.of(Resource.json().post(writes::stop));
      case "apps/scale" -> Optional.of(Resource.json().post(writes::scale));
      case "apps/search" -> Optional.of(Resource.json().get(this::search));
      case "tasks" -> Optional.of(Resource.json().get(this::tasks));
      case "tasks/kill" -> Optional.of(Resource.json().post(writes::kill));
      case "endpoints" -> Optional.of(endpoints(this::endpoints));
      default -> ofOneApp(path);
    };
  }

  private Optional<Resource> ofOneApp(List<String> path) {
    if (path.size() > 2
        && path.get(0).equals("apps")
        && path.get(path.size() - 1).equals("tasks")) {
      return Paths.app(path.subList(1, path.size() - 1))
          .map(id -> Resource.json().get(call -> tasks(call, id)));
    }
    if (path.size() > 1 && path.get(0).equals("endpoints")) {
      return Paths.app(path.subList(1, path.size()))
          .map(id -> endpoints(call -> endpoint(call, id)));
    }
    return Optional.empty();
  }

  /** Text unless the client asks for JSON. */
  private static Resource endpoints(Handler handler) {
    return Resource.json()
        .producing(MediaTypes.TEXT_PLAIN, MediaTypes.APPLICATION_JSON)
        .get(handler);
  }

  private CompletionStage<HttpResponse> apps(Call call) {
    return read(
        overview -> Responses.list("", visible(call, overview), app -> counted(call, app), ""));
  }

  private static ObjectNode counted(Call call, AppView app) {
    int staged = 0;
    int running = 0;
    for (Instance instance : app.instances()) {
      var condition = instance.condition();
      staged += condition == Condition.PROVISIONED || condition == Condition.STAGING ? 1 : 0;
      running += condition == Condition.RUNNING ? 1 : 0;
    }
    return Shown.v1App(call.identity(), app.definition())
        .put("tasksStaged", staged)
        .put("tasksRunning", running);
  }

  private CompletionStage<HttpResponse> search(Call call) {
    String id = lower(call.query("id").orElse(""));
    String cmd = lower(call.query("cmd").orElse(""));
    return read(
        overview ->
            Responses.list(
                "",
                visible(call, overview).stream()
                    .filter(app -> lower(Endpoints.id(app)).contains(id))
                    .filter(app -> lower(app.definition().cmd().orElse("")).contains(cmd))
                    .toList(),
                app -> Shown.v1App(call.identity(), app.definition()),
                ""));
  }

  private CompletionStage<HttpResponse> tasks(Call call) {
    return read(
        overview -> {
          var json = JsonNodeFactory.instance.objectNode();
          for (var app : visible(call, overview)) {
            var tasks = V1TaskJson.tasks(app);
            if (!tasks.isEmpty()) {
              json.set(Endpoints.id(app), V1TaskJson.write(tasks));
            }
          }
          return Responses.ok(json);
        });
  }

  private CompletionStage<HttpResponse> tasks(Call call, AppId id) {
    return read(
        overview -> {
          var app = existing(call, overview, id);
          var json = JsonNodeFactory.instance.objectNode();
          json.set(Endpoints.id(app), V1TaskJson.write(V1TaskJson.tasks(app)));
          return Responses.ok(json);
        });
  }

  private CompletionStage<HttpResponse> endpoints(Call call) {
    return read(
        overview -> {
          var apps = visible(call, overview);
          return text(call)
              ? Responses.text(200, Endpoints.text(apps))
              : Responses.ok(Endpoints.json(apps));
        });
  }

  private CompletionStage<HttpResponse> endpoint(Call call, AppId id) {
    return read(
        overview -> {
          Rights.require(call, Right.VIEW, id.path());
          if (text(call) && overview.app(id).isEmpty()) {
            return Responses.text(404, V1Errors.unknown(id).body().path("message").asText());
          }
          var app = existing(call, overview, id);
          return text(call)
              ? Responses.text(200, Endpoints.text(List.of(app)))
              : Responses.ok(Endpoints.json(app));
        });
  }

  private static boolean text(Call call) {
    return call.accepted().filter(MediaTypes.TEXT_PLAIN::equals).isPresent();
  }

  private static List<AppView> visible(Call call, Overview overview) {
    return overview.appIds().stream()
        .filter(id -> call.identity().may(Right.VIEW, id.path()))
        .flatMap(id -> overview.app(id).stream())
        .toList();
  }

  private static AppView existing(Call call, Overview overview, AppId id) {
    Rights.require(call, Right.VIEW, id.path());
    return overview.app(id).orElseThrow(() -> V1Errors.unknown(id).refused());
  }

  private CompletionStage<HttpResponse> read(Function<Overview, HttpResponse> answer) {
    return context.owners().overview().thenApply(answer);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
