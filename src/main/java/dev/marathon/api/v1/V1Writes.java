package dev.marathon.api.v1;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Posted;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.v2.Kills;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Ids;
import dev.marathon.spec.V1AppParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The writes of v1. That API knew no deployments: a change takes over whatever is under way, so
 * that {@code scale} right after {@code start} works.
 */
final class V1Writes {

  private final ApiContext context;
  private final Changes changes;
  private final Kills kills;

  V1Writes(ApiContext context) {
    this.context = context;
    this.changes = new Changes(context);
    this.kills = new Kills(context);
  }

  CompletionStage<HttpResponse> start(Call call) {
    return write(
        call,
        body ->
            overview -> {
              var app = V1Errors.valid(V1AppParser.parse(body, changes.spec(overview)));
              Rights.require(call, Right.CREATE, app.id().path());
              if (overview.app(app.id()).isPresent() && call.idempotencyKey().isEmpty()) {
                throw V1Errors.alreadyStarted(app.id()).refused();
              }
              return put(app, Existence.MUST_BE_NEW, app);
            });
  }

  CompletionStage<HttpResponse> scale(Call call) {
    return write(
        call,
        body ->
            overview -> {
              var wanted = V1Errors.valid(V1AppParser.parseScale(body, context.spec()));
              Rights.require(call, Right.UPDATE, wanted.id().path());
              var current = existing(overview, wanted.id()).definition();
              return put(current.withInstances(wanted.instances()), Existence.MUST_EXIST, current);
            });
  }

  CompletionStage<HttpResponse> stop(Call call) {
    return write(
        call,
        body ->
            overview -> {
              var id = V1Errors.valid(V1AppParser.parseId(body));
              Rights.require(call, Right.DELETE, id.path());
              var current = overview.app(id).map(AppView::definition);
              if (current.isEmpty() && call.idempotencyKey().isEmpty()) {
                throw V1Errors.unknown(id).refused();
              }
              return new Step(id, new Change.RemoveApp(id), current);
            });
  }

  /**
   * @param shown definition for the event, absent if there is none
   */
  private record Step(AppId app, Change change, Optional<AppDefinition> shown) {}

  private static Step put(AppDefinition app, Existence existence, AppDefinition based) {
    var basedOn =
        existence == Existence.MUST_EXIST
            ? Optional.of(based.version())
            : Optional.<Version>empty();
    return new Step(
        app.id(), new Change.PutApp(app, existence, basedOn, false, List.of()), Optional.of(app));
  }

  private CompletionStage<HttpResponse> write(
      Call call, Function<JsonNode, Function<Overview, Step>> read) {
    var last = new AtomicReference<Step>();
    return call.json()
        .thenCompose(
            body ->
                changes.ask(
                    call,
                    overview -> {
                      var step = read.apply(body).apply(overview);
                      last.set(step);
                      return CompletableFuture.completedFuture(
                          Changes.commit(call, true, step.app().parent(), List.of(step.change())));
                    }))
        .thenApply(
            reply -> {
              if (reply instanceof GroupReply.AppExists exists) {
                throw V1Errors.alreadyStarted(exists.app()).refused();
              }
              if (reply instanceof GroupReply.UnknownApp unknown) {
                throw V1Errors.unknown(unknown.app()).refused();
              }
              if (!(reply instanceof GroupReply.Planned)) {
                Answers.accepted(reply);
              }
              last.get().shown().ifPresent(shown -> Posted.tell(context, call, shown));
              return nothing();
            });
  }

  /** 204 that names a type all the same. */
  private static HttpResponse nothing() {
    return HttpResponse.create()
        .withStatus(StatusCodes.NO_CONTENT)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, new byte[0]));
  }

  CompletionStage<HttpResponse> kill(Call call) {
    var selected = selection(call);
    var id = call.query("appId").map(text -> Ids.resolve(text, GroupId.ROOT));
    if (selected.isEmpty() || id.isEmpty() || id.get().equals("/")) {
      throw V1Errors.noTasks().refused();
    }
    var app = new AppId(id.get());
    Rights.require(call, Right.UPDATE, app.path());
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var victims = victims(overview, app, selected.get());
              if (victims.isEmpty()) {
                throw V1Errors.noTasks().refused();
              }
              return end(call, app, victims, selected.get())
                  .thenApply(done -> Responses.ok(V1TaskJson.write(victims)));
            });
  }

  private CompletionStage<?> end(
      Call call, AppId app, List<Instance> victims, Predicate<Instance> selected) {
    return call.flag("scale")
        ? kills.scaleDown(
            call, true, app.parent(), overview -> Map.of(app, victims(overview, app, selected)))
        : kills.kill(call, victims, false);
  }

  private static List<Instance> victims(
      Overview overview, AppId app, Predicate<Instance> selected) {
    return V1TaskJson.tasks(existing(overview, app)).stream().filter(selected).toList();
  }

  /** All given selectors must hold; {@code host=*} is every host. Empty if none is given. */
  private static Optional<Predicate<Instance>> selection(Call call) {
    var host = call.query("host");
    var task = call.query("id");
    if (host.isEmpty() && task.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        instance ->
            host.map(name -> name.equals("*") || name.equals(instance.placement().host()))
                    .orElse(true)
                && task.map(id -> id.equals(instance.task().toString())).orElse(true));
  }

  private static AppView existing(Overview overview, AppId id) {
    return overview.app(id).orElseThrow(() -> V1Errors.unknown(id).refused());
  }
}
