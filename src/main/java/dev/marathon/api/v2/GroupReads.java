package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Shown;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.group.RootVersion;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Shows groups, now and in older versions of the tree. */
final class GroupReads {

  private final RecentAnswers recent = new RecentAnswers();
  private final AppFragments fragments = new AppFragments(AppFragments.MOST);
  private final ApiContext context;
  private final Changes changes;

  GroupReads(ApiContext context, Changes changes) {
    this.context = context;
    this.changes = changes;
  }

  CompletionStage<HttpResponse> one(Call call, GroupId id) {
    Rights.requireInside(call, id.path());
    var embed = GroupEmbed.of(call.queries("embed"));
    return context
        .owners()
        .overview()
        .thenApply(
            overview ->
                Embed.timeless(embed.parts())
                    ? recent.answer(call, overview, () -> one(call, overview, id, embed))
                    : one(call, overview, id, embed));
  }

  private HttpResponse one(Call call, Overview overview, GroupId id, GroupEmbed embed) {
    existing(overview, id);
    var app = apps(call, overview, embed.parts());
    var json =
        new GroupJson(
            overview.group().version(),
            overview.group().tree().groups(),
            overview.group().tree().appsBelow(id).stream()
                .filter(overview.definitions()::containsKey)
                .toList(),
            one -> app.apply(overview.definitions().get(one)),
            embed,
            call.identity());
    return Responses.ok(json.write(id));
  }

  /** All apps in the group at any depth. */
  CompletionStage<HttpResponse> apps(Call call, GroupId id) {
    Rights.requireInside(call, id.path());
    var parts = GroupEmbed.of(call.queries("embed")).parts();
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> {
              existing(overview, id);
              var apps =
                  overview.group().tree().appsBelow(id).stream()
                      .filter(app -> call.identity().may(Right.VIEW, app.path()))
                      .flatMap(app -> overview.definition(app).stream())
                      .toList();
              var part = Page.of(call).of(apps, app -> app.id().path());
              return part.link(
                  call, Responses.list("", part.items(), apps(call, overview, parts), ""));
            });
  }

  private Function<AppDefinition, JsonNode> apps(Call call, Overview overview, Set<Embed> parts) {
    var write = new AppInfoJson(call.identity(), overview, parts, context.clock().instant());
    return fragments.in(
        overview, call.identity(), parts, app -> Responses.encode(write.write(app)));
  }

  CompletionStage<HttpResponse> versions(Call call, GroupId id) {
    Rights.requireInside(call, id.path());
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> {
              existing(overview, id);
              var json = JsonNodeFactory.instance.arrayNode();
              overview.group().versions(id).forEach(version -> json.add(version.toString()));
              return Responses.ok(json);
            });
  }

  CompletionStage<HttpResponse> version(Call call, GroupId id, String text) {
    Rights.requireInside(call, id.path());
    var version = Answers.version(text);
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var root =
                  overview
                      .group()
                      .at(version)
                      .filter(tree -> tree.groups().containsKey(id))
                      .orElseThrow(() -> Answers.unknownGroup(id).refused());
              return definitions(call, overview, id, root)
                  .thenApply(definitions -> Responses.ok(write(call, id, root, definitions)));
            });
  }

  /** Definitions of the apps in the group as they were; those that the apps forgot are missing. */
  private CompletionStage<Map<AppId, AppDefinition>> definitions(
      Call call, Overview overview, GroupId id, RootVersion root) {
    var known = new HashMap<AppId, AppDefinition>();
    var missing = new TreeMap<AppId, Version>();
    for (var entry : root.apps().entrySet()) {
      if (id.contains(entry.getKey().path())) {
        var current = overview.definitions().get(entry.getKey());
        if (current != null && current.version().equals(entry.getValue())) {
          known.put(entry.getKey(), current);
        } else {
          missing.put(entry.getKey(), entry.getValue());
        }
      }
    }
    return changes
        .read(call, missing)
        .thenApply(
            read -> {
              known.putAll(read);
              return known;
            });
  }

  private static JsonNode write(
      Call call, GroupId id, RootVersion root, Map<AppId, AppDefinition> definitions) {
    var embed = GroupEmbed.of(call.queries("embed")).definitionsOnly();
    return new GroupJson(
            root.version(),
            root.groups(),
            root.apps().keySet().stream().filter(definitions::containsKey).toList(),
            app -> Shown.app(call.identity(), definitions.get(app)),
            embed,
            call.identity())
        .write(id);
  }

  static void existing(Overview overview, GroupId id) {
    if (overview.group().tree().group(id).isEmpty()) {
      throw Answers.unknownGroup(id).refused();
    }
  }
}
