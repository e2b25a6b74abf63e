package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Rights;
import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Commit;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.group.GroupReply;
import dev.marathon.overview.Overview;
import dev.marathon.spec.AppBulk;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.AppParser;
import dev.marathon.spec.AppUpdate;
import dev.marathon.spec.Parsed;
import dev.marathon.spec.SpecContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** {@code PUT} and {@code PATCH /v2/apps}: several apps in one change. */
final class AppBulkWrites {

  private static final List<String> ABOUT_PORTS =
      List.of("ports", "portDefinitions", "container", "networks", "ipAddress");

  private final ApiContext context;
  private final Changes changes;

  AppBulkWrites(ApiContext context, Changes changes) {
    this.context = context;
    this.changes = changes;
  }

  /**
   * @param mayCreate whether unknown apps are created; otherwise they are refused
   */
  CompletionStage<HttpResponse> handle(Call call, boolean mayCreate) {
    boolean partial = !mayCreate || call.flag("partialUpdate", true);
    return call.json()
        .thenCompose(body -> make(call, body, mayCreate, partial))
        .thenApply(reply -> AppWrites.answer(200, reply));
  }

  private CompletionStage<GroupReply> make(
      Call call, JsonNode body, boolean mayCreate, boolean partial) {
    var items = Answers.valid(AppBulk.parse(body));
    items.items().forEach(item -> Rights.requirePut(call, item.id().path()));
    return changes.make(
        call,
        overview -> {
          if (!mayCreate) {
            items.items().forEach(item -> AppWrites.existing(overview, item.id()));
          }
          return changes
              .read(call, rollbacks(items, overview, partial))
              .thenApply(older -> commit(call, items, overview, partial, older));
        });
  }

  /** Which older definitions have to be read before the bodies can be understood. */
  private Map<AppId, Version> rollbacks(AppBulk bulk, Overview overview, boolean partial) {
    var wanted = new TreeMap<AppId, Version>();
    for (var item : bulk.items()) {
      if (partial
          && overview.app(item.id()).isPresent()
          && AppUpdate.parse(item.body(), context.spec()) instanceof Parsed.Valid<AppUpdate> valid
          && valid.value() instanceof AppUpdate.Rollback rollback) {
        wanted.put(item.id(), rollback.to());
      }
    }
    return wanted;
  }

  private Commit commit(
      Call call,
      AppBulk bulk,
      Overview overview,
      boolean partial,
      Map<AppId, AppDefinition> older) {
    var spec = changes.spec(overview);
    var definitions =
        Answers.valid(bulk.all(item -> definition(item, overview, spec, partial, older)));
    var all = new ArrayList<Change>();
    for (var definition : definitions) {
      var current = overview.app(definition.id());
      var put =
          current
              .map(
                  app ->
                      partial
                          ? AppWrites.Put.replaced(definition, app.definition())
                          : new AppWrites.Put(
                              definition, Existence.MUST_EXIST, Optional.empty(), false))
              .orElseGet(() -> AppWrites.Put.created(definition));
      put.require(call);
      all.add(put.change());
    }
    return AppWrites.together(call, all);
  }

  private Parsed<AppDefinition> definition(
      AppBulk.Item item,
      Overview overview,
      SpecContext spec,
      boolean partial,
      Map<AppId, AppDefinition> older) {
    var current = overview.app(item.id());
    if (current.isEmpty()) {
      return AppParser.parse(withoutDefaultPort(item.body()), item.id(), spec);
    }
    if (!partial) {
      return AppParser.parse(item.body(), item.id(), spec);
    }
    return AppUpdate.parse(item.body(), context.spec())
        .then(
            update -> {
              if (update instanceof AppUpdate.Merge merge) {
                return merge.applyTo(current.get().definition(), spec);
              }
              return Optional.ofNullable(older.get(item.id()))
                  .<Parsed<AppDefinition>>map(Parsed.Valid::new)
                  .orElseThrow(() -> Answers.unknownApp(item.id()).refused());
            });
  }

  /**
   * An app that a bulk request creates gets no port unless it asks for one. Source: recorded
   * answers of the original, whose other ways to create an app do give one.
   */
  private static ObjectNode withoutDefaultPort(ObjectNode body) {
    if (ABOUT_PORTS.stream().anyMatch(body::has)) {
      return body;
    }
    var copy = body.deepCopy();
    copy.putArray("portDefinitions");
    return copy;
  }
}
