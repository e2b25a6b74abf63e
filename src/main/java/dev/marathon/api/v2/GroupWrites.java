package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Commit;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.group.GroupReply;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.GroupParser;
import dev.marathon.spec.GroupUpdate;
import dev.marathon.spec.Ids;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** Creates, changes and deletes groups. */
final class GroupWrites {

  private final ApiContext context;
  private final Changes changes;

  GroupWrites(ApiContext context, Changes changes) {
    this.context = context;
    this.changes = changes;
  }

  CompletionStage<HttpResponse> create(Call call, GroupId base) {
    var created = new AtomicReference<>(base);
    return call.json()
        .thenCompose(
            body ->
                changes.make(
                    call,
                    overview -> {
                      var update =
                          Answers.valid(GroupParser.parse(body, base, changes.spec(overview)));
                      created.set(update.id());
                      return CompletableFuture.completedFuture(created(call, update, overview));
                    }))
        .thenApply(
            reply ->
                Answers.withLocation(
                    AppWrites.answer(201, reply), call, "/v2/groups" + created.get()));
  }

  private Commit created(Call call, GroupUpdate update, Overview overview) {
    var id = update.id();
    Rights.require(call, Right.CREATE, id.path());
    if (overview.group().tree().group(id).isPresent()) {
      throw Answers.groupExists(id).refused();
    }
    if (!id.root() && overview.group().tree().contains(new AppId(id.path()))) {
      throw ApiError.of(409, "An app with the path " + id + " already exists.").refused();
    }
    requireNewName(overview, id);
    return commit(call, id, GroupChanges.of(update, Existence.MUST_BE_NEW));
  }

  CompletionStage<HttpResponse> put(Call call, GroupId base) {
    return call.json()
        .thenCompose(body -> changes.make(call, overview -> put(call, base, body, overview)))
        .thenApply(reply -> AppWrites.answer(200, reply));
  }

  private CompletionStage<Commit> put(Call call, GroupId base, JsonNode body, Overview overview) {
    var update = Answers.valid(GroupParser.parse(body, base, changes.spec(overview)));
    var id = update.id();
    Rights.requirePut(call, id.path());
    if (update.version().isPresent()) {
      return changes.revert(
          call,
          new GroupCommand.PlanGroupRollback(id, update.version().get()),
          call.flag("force"),
          id.parent());
    }
    if (update.scaleBy().isPresent()) {
      GroupReads.existing(overview, id);
      return done(
          commit(
              call,
              id,
              GroupChanges.scaled(
                  overview, id, update.scaleBy().get(), context.spec().maxInstances())));
    }
    requireNewName(overview, id);
    return done(commit(call, id, GroupChanges.of(update, Existence.ANY)));
  }

  /** Part of a new group's name may come from the URL, which no parser has looked at. */
  private static void requireNewName(Overview overview, GroupId id) {
    if (overview.group().tree().group(id).isPresent()) {
      return;
    }
    if (!Ids.isPath(id.path())) {
      throw ApiError.notValid("/", "the id of a group " + Ids.WHAT_A_PATH_IS).refused();
    }
    if (Ids.isReserved(id.path())) {
      throw ApiError.notValid("/", "the id of a group " + Ids.WHAT_IS_RESERVED).refused();
    }
  }

  CompletionStage<HttpResponse> patch(Call call, GroupId id) {
    Rights.require(call, Right.UPDATE, id.path());
    return call.json()
        .thenCompose(
            body -> {
              boolean enforce =
                  Answers.valid(GroupParser.parsePatch(body))
                      .orElse(context.spec().newGroupEnforceRole());
              if (id.root() || !id.parent().root()) {
                throw ApiError.notValid("/", "enforceRole is for groups directly below the root")
                    .refused();
              }
              var change =
                  new Change.PutGroup(
                      id, Existence.MUST_EXIST, Optional.empty(), Optional.of(enforce));
              return changes.make(call, overview -> done(commit(call, id, List.of(change))));
            })
        .thenApply(GroupWrites::patched);
  }

  private static HttpResponse patched(GroupReply reply) {
    return reply instanceof GroupReply.Planned
        ? AppWrites.answer(200, reply)
        : Responses.empty(200);
  }

  CompletionStage<HttpResponse> delete(Call call, GroupId id) {
    Rights.require(call, Right.DELETE, id.path());
    var commit = commit(call, id, List.of(new Change.RemoveGroup(id, false)));
    return changes.make(call, overview -> done(commit)).thenApply(r -> AppWrites.answer(200, r));
  }

  private static Commit commit(Call call, GroupId id, List<Change> all) {
    return Changes.commit(call, call.flag("force"), id.parent(), all);
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
