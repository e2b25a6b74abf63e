package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Tasks of one app. */
final class AppTasks {

  private final ApiContext context;
  private final Kills kills;

  AppTasks(ApiContext context) {
    this.context = context;
    this.kills = new Kills(context);
  }

  CompletionStage<HttpResponse> list(Call call, AppId id) {
    Rights.require(call, Right.VIEW, id.path());
    return context
        .owners()
        .overview()
        .thenApply(
            overview ->
                TaskLists.answer(
                    call, overview, List.of(AppWrites.existing(overview, id)), i -> true, false));
  }

  CompletionStage<HttpResponse> below(Call call, GroupId group) {
    Rights.requireInside(call, group.path());
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> {
              if (overview.group().tree().group(group).isEmpty()) {
                throw Answers.unknownGroup(group).refused();
              }
              var apps =
                  overview.group().tree().appsBelow(group).stream()
                      .filter(id -> call.identity().may(Right.VIEW, id.path()))
                      .flatMap(id -> overview.app(id).stream())
                      .toList();
              return TaskLists.answer(call, overview, apps, i -> true, false);
            });
  }

  CompletionStage<HttpResponse> killAll(Call call, AppId id) {
    Rights.require(call, Right.UPDATE, id.path());
    Kills.checkParameters(call);
    String host = call.query("host").orElse("*");
    Predicate<Instance> wanted =
        instance -> host.equals("*") || instance.placement().host().equals(host);
    if (call.flag("scale")) {
      return kills
          .scaleDown(
              call,
              call.flag("force"),
              id.parent(),
              overview -> Map.of(id, chosen(AppWrites.existing(overview, id), wanted)))
          .thenApply(kills::answer);
    }
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var app = AppWrites.existing(overview, id);
              var victims = TaskLists.items(List.of(app), wanted);
              return kills
                  .kill(call, chosen(app, wanted), call.flag("wipe"))
                  .thenApply(done -> TaskLists.json(overview, victims, false));
            });
  }

  CompletionStage<HttpResponse> killOne(Call call, AppId id, String task) {
    Rights.require(call, Right.UPDATE, id.path());
    Kills.checkParameters(call);
    Predicate<Instance> wanted =
        TaskId.parse(task)
            .<Predicate<Instance>>map(wantedTask -> i -> i.task().equals(wantedTask))
            .orElse(instance -> false);
    if (call.flag("scale")) {
      return kills
          .scaleDown(
              call,
              call.flag("force"),
              id.parent(),
              overview -> Map.of(id, chosen(AppWrites.existing(overview, id), wanted)))
          .thenApply(kills::answer);
    }
    return context
        .owners()
        .overview()
        .thenCompose(overview -> killOne(call, overview, id, task, wanted));
  }

  private CompletionStage<HttpResponse> killOne(
      Call call, Overview overview, AppId id, String task, Predicate<Instance> wanted) {
    var app = AppWrites.existing(overview, id);
    var victims = TaskLists.items(List.of(app), wanted);
    if (victims.isEmpty()) {
      throw Answers.unknownTask(task).refused();
    }
    var json = JsonNodeFactory.instance.objectNode();
    json.set("task", TaskLists.write(overview, victims.get(0), false));
    return kills
        .kill(call, chosen(app, wanted), call.flag("wipe"))
        .thenApply(done -> Responses.ok(json));
  }

  private static List<Instance> chosen(AppView app, Predicate<Instance> wanted) {
    return app.instances().stream().filter(wanted).toList();
  }
}
