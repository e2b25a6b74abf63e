package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Paths;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.TaskId;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code /v2/apps}. Ids hold slashes, so the parts of an app are told by the end of the path: which
 * is why no app may be called {@code restart}, {@code tasks} or {@code versions}.
 */
public final class AppsRoutes implements Routes {

  private final ApiContext context;
  private final AppWrites writes;
  private final AppTasks tasks;
  private final TaskFiles files;
  private final AppVersions versions;
  private final RecentAnswers recent = new RecentAnswers();
  private final AppFragments fragments = new AppFragments(AppFragments.MOST);

  public AppsRoutes(ApiContext context) {
    this.context = context;
    this.writes = new AppWrites(context);
    this.tasks = new AppTasks(context);
    this.files = new TaskFiles(context);
    this.versions = new AppVersions(context);
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(
          Resource.json()
              .get(this::list)
              .post(writes::create)
              .put(call -> writes.bulk(call, true))
              .patch(call -> writes.bulk(call, false)));
    }
    String last = Paths.fromEnd(path, 1);
    if (last.equals("*")) {
      var group = Paths.group(Paths.dropLast(path, 1));
      return Optional.of(Resource.json().get(call -> below(call, group)));
    }
    if (last.equals("tasks") && Paths.fromEnd(path, 2).equals("*")) {
      var group = Paths.group(Paths.dropLast(path, 2));
      return Optional.of(listing().get(call -> tasks.below(call, group)));
    }
    return part(path, last);
  }

  private Optional<Resource> part(List<String> path, String last) {
    if (path.size() > 1) {
      var owner = Paths.app(Paths.dropLast(path, 1));
      if (last.equals("tasks")) {
        return owner.map(
            id ->
                listing()
                    .get(call -> tasks.list(call, id))
                    .delete(call -> tasks.killAll(call, id)));
      }
      if (last.equals("restart")) {
        // DELETE removes an app that was called so before the word was reserved.
        return owner.map(
            id ->
                Resource.json()
                    .post(call -> writes.restart(call, id))
                    .delete(call -> writes.delete(call, new AppId(Paths.absolute(path)))));
      }
      if (last.equals("versions")) {
        return owner.map(id -> Resource.json().get(call -> versions.list(call, id)));
      }
    }
    if (path.size() > 2 && Paths.fromEnd(path, 2).equals("versions")) {
      return Paths.app(Paths.dropLast(path, 2))
          .map(id -> Resource.json().get(call -> versions.one(call, id, last)));
    }
    if (path.size() > 2 && Paths.fromEnd(path, 2).equals("tasks")) {
      return Paths.app(Paths.dropLast(path, 2))
          .map(id -> Resource.json().delete(call -> tasks.killOne(call, id, last)));
    }
    return files(path).or(() -> Paths.app(path).map(this::app));
  }

  /**
   * {@code …/tasks/TASK/files} and what is below. Only the id of a task stands there: a group may
   * be called {@code tasks}.
   */
  private Optional<Resource> files(List<String> path) {
    String last = Paths.fromEnd(path, 1);
    boolean directory = last.equals("files");
    int end = directory ? 3 : 4;
    if (path.size() <= end
        || !Paths.fromEnd(path, end).equals("tasks")
        || !Paths.fromEnd(path, end - 2).equals("files")
        || TaskId.parse(Paths.fromEnd(path, end - 1)).isEmpty()) {
      return Optional.empty();
    }
    var task = Paths.fromEnd(path, end - 1);
    var owner = Paths.app(Paths.dropLast(path, end));
    return switch (last) {
      case "files" -> owner.map(id -> Resource.json().get(call -> files.list(call, id, task)));
      case "read" -> owner.map(id -> Resource.json().get(call -> files.read(call, id, task)));
      case "download" ->
          owner.map(id -> Resource.json().producing().get(call -> files.download(call, id, task)));
      default -> Optional.empty();
    };
  }

  private Resource app(AppId id) {
    return Resource.json()
        .get(call -> one(call, id))
        .put(call -> writes.put(call, id))
        .patch(call -> writes.patch(call, id))
        .delete(call -> writes.delete(call, id));
  }

  private Resource listing() {
    return context.textTasks()
        ? Resource.json().producing(MediaTypes.APPLICATION_JSON, MediaTypes.TEXT_PLAIN)
        : Resource.json();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var filter = AppFilter.of(call);
    var embeds = Embed.of(call.queries("embed"), Embed.OF_LIST);
    return context
        .owners()
        .overview()
        .thenApply(
            overview ->
                answer(call, overview, embeds, () -> list(call, overview, filter, embeds, "apps")));
  }

  private CompletionStage<HttpResponse> below(Call call, GroupId group) {
    Rights.requireInside(call, group.path());
    var embeds = Embed.of(call.queries("embed"), Embed.OF_APP);
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> {
              if (overview.group().tree().group(group).isEmpty()) {
                throw Answers.unknownGroup(group).refused();
              }
              return list(call, overview, app -> group.contains(app.id().path()), embeds, "*");
            });
  }

  private HttpResponse list(
      Call call,
      Overview overview,
      Predicate<AppDefinition> wanted,
      Set<Embed> embeds,
      String member) {
    var write = new AppInfoJson(call.identity(), overview, embeds, context.clock().instant());
    var fields = Fields.of(call);
    boolean brief = fields.within(AppInfoJson.BRIEF);
    var page = Page.of(call);
    var apps =
        asked(call, overview).stream()
            .filter(id -> call.identity().may(Right.VIEW, id.path()))
            .flatMap(id -> overview.definition(id).stream())
            .filter(wanted)
            .toList();
    var part = page.of(apps, app -> app.id().path());
    Function<AppDefinition, JsonNode> one =
        fields.all()
            ? fragments.in(
                overview, call.identity(), embeds, app -> Responses.encode(write.write(app)))
            : app -> fields.of(write.write(overview.app(app.id()).orElseThrow(), brief));
    return part.link(call, Responses.list("{\"" + member + "\":", part.items(), one, "}"));
  }

  /** Apps named by {@code ids}, otherwise all; one that does not exist is left out. */
  private static Collection<AppId> asked(Call call, Overview overview) {
    return call.query("ids")
        .<Collection<AppId>>map(
            ids ->
                Arrays.stream(ids.split(",", -1))
                    .flatMap(id -> Paths.app(List.of(id)).stream())
                    .distinct()
                    .toList())
        .orElseGet(overview::appIds);
  }

  private CompletionStage<HttpResponse> one(Call call, AppId id) {
    Rights.require(call, Right.VIEW, id.path());
    var embeds = Embed.of(call.queries("embed"), Embed.OF_APP);
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> answer(call, overview, embeds, () -> one(call, overview, id, embeds)));
  }

  private HttpResponse one(Call call, Overview overview, AppId id, Set<Embed> embeds) {
    var app = overview.app(id).orElseThrow(() -> Answers.unknownApp(id).refused());
    var json =
        new AppInfoJson(call.identity(), overview, embeds, context.clock().instant()).write(app);
    return Responses.ok(JsonNodeFactory.instance.objectNode().set("app", json));
  }

  private HttpResponse answer(
      Call call, Overview overview, Set<Embed> embeds, Supplier<HttpResponse> encode) {
    return Embed.timeless(embeds) ? recent.answer(call, overview, encode) : encode.get();
  }
}
