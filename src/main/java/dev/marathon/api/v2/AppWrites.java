package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Posted;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Commit;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.group.GroupReply;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.AppParser;
import dev.marathon.spec.AppUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Creates, changes, restarts and deletes apps. */
final class AppWrites {

  private final ApiContext context;
  private final Changes changes;
  private final AppBulkWrites bulk;

  AppWrites(ApiContext context) {
    this.context = context;
    this.changes = new Changes(context);
    this.bulk = new AppBulkWrites(context, changes);
  }

  CompletionStage<HttpResponse> create(Call call) {
    return call.json()
        .thenCompose(
            body ->
                change(
                    call,
                    call.flag("force"),
                    overview ->
                        done(
                            Put.created(
                                Answers.valid(AppParser.parse(body, changes.spec(overview)))))))
        .thenApply(result -> created(call, result));
  }

  CompletionStage<HttpResponse> put(Call call, AppId id) {
    Rights.requirePut(call, id.path());
    boolean partial = call.flag("partialUpdate", true);
    return call.json()
        .thenCompose(body -> change(call, call.flag("force"), o -> put(call, id, body, partial, o)))
        .thenApply(result -> updated(call, result));
  }

  CompletionStage<HttpResponse> patch(Call call, AppId id) {
    Rights.require(call, Right.UPDATE, id.path());
    return call.json()
        .thenCompose(
            body ->
                change(
                    call,
                    call.flag("force"),
                    overview -> merge(call, existing(overview, id), body, overview)))
        .thenApply(result -> updated(call, result));
  }

  CompletionStage<HttpResponse> bulk(Call call, boolean mayCreate) {
    return bulk.handle(call, mayCreate);
  }

  CompletionStage<HttpResponse> restart(Call call, AppId id) {
    Rights.require(call, Right.UPDATE, id.path());
    return change(
            call,
            call.flag("force"),
            overview -> done(Put.restart(existing(overview, id).definition())))
        .thenApply(result -> answer(200, result.reply()));
  }

  CompletionStage<HttpResponse> delete(Call call, AppId id) {
    Rights.require(call, Right.DELETE, id.path());
    var commit =
        Changes.commit(
            call, call.flag("force", true), id.parent(), List.of(new Change.RemoveApp(id)));
    return changes.make(call, overview -> done(commit)).thenApply(reply -> answer(200, reply));
  }

  /** A definition on its way to the tree's owner. */
  record Put(
      AppDefinition definition, Existence existence, Optional<Version> basedOn, boolean restart) {

    static Put created(AppDefinition definition) {
      return new Put(definition, Existence.MUST_BE_NEW, Optional.empty(), false);
    }

    static Put replaced(AppDefinition definition, AppDefinition before) {
      return new Put(definition, Existence.MUST_EXIST, Optional.of(before.version()), false);
    }

    static Put restart(AppDefinition definition) {
      return new Put(definition, Existence.MUST_EXIST, Optional.of(definition.version()), true);
    }

    boolean creates() {
      return existence == Existence.MUST_BE_NEW;
    }

    Change change() {
      return new Change.PutApp(definition, existence, basedOn, restart, List.of());
    }

    void require(Call call) {
      Rights.require(call, creates() ? Right.CREATE : Right.UPDATE, definition.id().path());
    }
  }

  /** What was put, and the owner's answer. */
  private record Result(Put put, GroupReply reply) {

    /** The definition as it was stored, or as it was sent if it did not change. */
    AppDefinition definition() {
      return reply instanceof GroupReply.Accepted accepted
          ? accepted.definitions().stream()
              .filter(stored -> stored.id().equals(put.definition().id()))
              .findFirst()
              .orElse(put.definition())
          : put.definition();
    }
  }

  private CompletionStage<Result> change(
      Call call, boolean force, Function<Overview, CompletionStage<Put>> read) {
    var last = new AtomicReference<Put>();
    return changes
        .make(
            call,
            overview ->
                read.apply(overview)
                    .thenApply(
                        put -> {
                          put.require(call);
                          last.set(put);
                          GroupId group = put.definition().id().parent();
                          return Changes.commit(call, force, group, List.of(put.change()));
                        }))
        .thenApply(reply -> new Result(last.get(), reply));
  }

  private CompletionStage<Put> put(
      Call call, AppId id, JsonNode body, boolean partial, Overview overview) {
    var current = overview.app(id);
    if (current.isPresent() && partial) {
      return merge(call, current.get(), body, overview);
    }
    var definition = Answers.valid(AppParser.parse(body, id, changes.spec(overview)));
    return done(
        current
            .map(app -> new Put(definition, Existence.MUST_EXIST, Optional.empty(), false))
            .orElseGet(() -> Put.created(definition)));
  }

  private CompletionStage<Put> merge(Call call, AppView app, JsonNode body, Overview overview) {
    var current = app.definition();
    var update = Answers.valid(AppUpdate.parse(body, context.spec()));
    if (update instanceof AppUpdate.Merge merge) {
      return done(
          Put.replaced(Answers.valid(merge.applyTo(current, changes.spec(overview))), current));
    }
    if (update instanceof AppUpdate.Rollback rollback) {
      return changes
          .read(call, current.id(), rollback.to())
          .thenApply(
              found ->
                  Put.replaced(
                      found.orElseThrow(() -> Answers.unknownApp(current.id()).refused()),
                      current));
    }
    throw new Unhandled(update);
  }

  static AppView existing(Overview overview, AppId id) {
    return overview.app(id).orElseThrow(() -> Answers.unknownApp(id).refused());
  }

  private HttpResponse created(Call call, Result result) {
    if (!(result.reply() instanceof GroupReply.Accepted accepted)) {
      return answer(200, result.reply());
    }
    Posted.tell(context, call, result.definition());
    var json = AppInfoJson.created(call.identity(), result.definition(), accepted.deployment());
    var response = Answers.withDeployment(Responses.json(201, json), accepted.deployment());
    return Answers.withLocation(response, call, "/v2/apps" + result.definition().id());
  }

  private HttpResponse updated(Call call, Result result) {
    if (!(result.reply() instanceof GroupReply.Accepted)) {
      return answer(200, result.reply());
    }
    Posted.tell(context, call, result.definition());
    if (!result.put().creates()) {
      return answer(200, result.reply());
    }
    return Answers.withLocation(
        answer(201, result.reply()), call, "/v2/apps" + result.definition().id());
  }

  /** The deployment, or the plan of a dry run. */
  static HttpResponse answer(int status, GroupReply reply) {
    return reply instanceof GroupReply.Planned planned
        ? Responses.ok(DeploymentJson.steps(planned.plan()))
        : Answers.deployment(status, Answers.accepted(reply));
  }

  static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** Commits of several apps are reported for the root group. */
  static Commit together(Call call, List<Change> all) {
    return Changes.commit(call, call.flag("force"), GroupId.ROOT, all);
  }
}
