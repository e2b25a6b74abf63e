package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Routes;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@code /v2/tasks}: tasks of all apps. */
public final class TasksRoutes implements Routes {

  /** Most task ids in one request. */
  static final int MAX_IDS = 100_000;

  private final RecentAnswers recent = new RecentAnswers();
  private final AppFragments fragments = new AppFragments(AppFragments.MOST);
  private final ApiContext context;
  private final Kills kills;

  public TasksRoutes(ApiContext context) {
    this.context = context;
    this.kills = new Kills(context);
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    if (path.isEmpty()) {
      var json = Resource.json().get(this::list);
      return Optional.of(
          context.textTasks()
              ? json.producing(MediaTypes.APPLICATION_JSON, MediaTypes.TEXT_PLAIN)
              : json);
    }
    return path.equals(List.of("delete"))
        ? Optional.of(Resource.json().post(this::delete))
        : Optional.empty();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var conditions = conditions(call);
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> recent.answer(call, overview, () -> list(call, overview, conditions)));
  }

  private HttpResponse list(Call call, Overview overview, Set<Condition> conditions) {
    boolean whole =
        conditions.isEmpty() && !TaskLists.text(call) && Page.of(call).equals(Page.WHOLE);
    return whole
        ? whole(call, overview)
        : TaskLists.answer(
            call,
            overview,
            apps(call, overview),
            instance -> conditions.isEmpty() || conditions.contains(instance.condition()),
            true);
  }

  /** What most readers ask for is put together from the tasks of each app. */
  private HttpResponse whole(Call call, Overview overview) {
    var apps =
        overview.appIds().stream()
            .filter(id -> call.identity().may(Right.VIEW, id.path()))
            .flatMap(id -> overview.definition(id).stream())
            .toList();
    var tasks =
        fragments.in(
            overview,
            call.identity(),
            Set.of(Embed.TASKS),
            app -> TaskLists.encoded(overview, app, true));
    return Responses.list("{\"tasks\":", apps, tasks, "}");
  }

  private static List<AppView> apps(Call call, Overview overview) {
    return overview.appIds().stream()
        .filter(id -> call.identity().may(Right.VIEW, id.path()))
        .flatMap(id -> overview.app(id).stream())
        .toList();
  }

  /** Unknown words do not filter; if no known one is left, nothing does. */
  private static Set<Condition> conditions(Call call) {
    Set<Condition> wanted = EnumSet.noneOf(Condition.class);
    Stream.concat(call.queries("status").stream(), call.queries("status[]").stream())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .forEach(
            word -> {
              switch (word) {
                case "running" -> wanted.add(Condition.RUNNING);
                case "staging" -> wanted.add(Condition.STAGING);
                default -> {}
              }
            });
    return wanted;
  }

  private CompletionStage<HttpResponse> delete(Call call) {
    Kills.checkParameters(call);
    return call.json()
        .thenCompose(
            body -> {
              var tasks = ids(body);
              return call.flag("scale")
                  ? kills
                      .scaleDown(
                          call,
                          call.flag("force"),
                          GroupId.ROOT,
                          overview -> byApp(call, overview, tasks))
                      .thenApply(kills::answer)
                  : kill(call, tasks);
            });
  }

  private CompletionStage<HttpResponse> kill(Call call, List<TaskId> tasks) {
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var items = new ArrayList<TaskLists.Item>();
              byApp(call, overview, tasks)
                  .forEach(
                      (app, instances) ->
                          instances.forEach(
                              instance ->
                                  items.add(
                                      new TaskLists.Item(
                                          overview.app(app).orElseThrow(), instance))));
              return kills
                  .kill(
                      call,
                      items.stream().map(TaskLists.Item::instance).toList(),
                      call.flag("wipe"))
                  .thenApply(done -> TaskLists.json(overview, items, false));
            });
  }

  /** The tasks that are there and may be seen; others are skipped. */
  private static Map<AppId, List<Instance>> byApp(
      Call call, Overview overview, List<TaskId> tasks) {
    var found = new TreeMap<AppId, List<Instance>>();
    for (var task : tasks) {
      overview
          .instance(task.instance())
          .filter(instance -> instance.task().equals(task))
          .filter(instance -> call.identity().may(Right.VIEW, instance.appId().path()))
          .filter(instance -> overview.app(instance.appId()).isPresent())
          .ifPresent(
              instance ->
                  found.computeIfAbsent(instance.appId(), app -> new ArrayList<>()).add(instance));
    }
    return found;
  }

  private static List<TaskId> ids(JsonNode body) {
    var ids = body.path("ids");
    if (!ids.isArray()) {
      throw ApiError.invalidJson(
              "/ids",
              ids.isMissingNode()
                  ? "'ids' is undefined on object: " + body
                  : "error.expected.jsarray")
          .refused();
    }
    if (ids.size() > MAX_IDS) {
      throw ApiError.invalidJson("/ids", "error.maxLength").refused();
    }
    var tasks = new ArrayList<TaskId>();
    for (var id : ids) {
      if (!id.isTextual()) {
        throw ApiError.invalidJson("/ids(" + tasks.size() + ")", "error.expected.jsstring")
            .refused();
      }
      tasks.add(
          TaskId.parse(id.asText())
              .orElseThrow(
                  () -> ApiError.of(400, "Invalid task id '" + id.asText() + "'.").refused()));
    }
    return tasks;
  }
}
