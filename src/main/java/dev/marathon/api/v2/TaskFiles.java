package dev.marathon.api.v2;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.ContentDisposition;
import akka.http.javadsl.model.headers.ContentDispositionTypes;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.agents.Agent;
import dev.marathon.agents.Chunk;
import dev.marathon.agents.FileEntry;
import dev.marathon.agents.Sandbox;
import dev.marathon.agents.Sandboxes;
import dev.marathon.agents.Trouble;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Mesos;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.base.AppId;
import dev.marathon.base.TaskId;
import dev.marathon.base.Version;
import dev.marathon.mesos.DiscoveryWriter;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.CustomExecutor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Files of an app's tasks, fetched from their agents; also of tasks that ended, as long as the
 * agent keeps them. Whoever may view the app may read them.
 */
final class TaskFiles {

  private final ApiContext context;

  TaskFiles(ApiContext context) {
    this.context = context;
  }

  CompletionStage<HttpResponse> list(Call call, AppId app, String task) {
    Rights.require(call, Right.VIEW, app.path());
    var path = path(call, false);
    return sandbox(app, task)
        .thenCompose(
            place ->
                Mesos.orRefused(context.mesos().sandboxes().list(place.sandbox(), path))
                    .thenApply(
                        files -> {
                          var json =
                              JsonNodeFactory.instance
                                  .objectNode()
                                  .put("path", path)
                                  .put("agentId", place.agent().id())
                                  .put("host", place.agent().hostname());
                          var list = json.putArray("files");
                          files.forEach(file -> list.add(write(file)));
                          return Responses.ok(json);
                        }));
  }

  private static ObjectNode write(FileEntry file) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", file.name())
        .put("path", file.path())
        .put("directory", file.directory())
        .put("size", file.size())
        .put("modified", Version.format(file.modified()))
        .put("mode", file.mode())
        .put("uid", file.user())
        .put("gid", file.group());
  }

  CompletionStage<HttpResponse> read(Call call, AppId app, String task) {
    Rights.require(call, Right.VIEW, app.path());
    var path = path(call, true);
    var offset = number(call, "offset", 0);
    int length = (int) Math.min(Sandboxes.MOST, number(call, "length", 1).orElse(Sandboxes.MOST));
    var mark = call.query("mark").filter(text -> !text.isEmpty());
    return sandbox(app, task)
        .thenCompose(
            place ->
                Mesos.orRefused(
                    context.mesos().sandboxes().read(place.sandbox(), path, offset, length, mark)))
        .thenApply(chunk -> Responses.ok(write(path, chunk)));
  }

  private static ObjectNode write(String path, Chunk chunk) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("path", path)
        .put("offset", chunk.offset())
        .put("next", chunk.next())
        .put("size", chunk.size())
        .put("data", chunk.text())
        .put("mark", chunk.mark())
        .put("truncated", chunk.truncated());
  }

  CompletionStage<HttpResponse> download(Call call, AppId app, String task) {
    Rights.require(call, Right.VIEW, app.path());
    var path = path(call, true);
    return sandbox(app, task)
        .thenCompose(
            place -> Mesos.orRefused(context.mesos().sandboxes().download(place.sandbox(), path)))
        .thenApply(file -> answer(path, file));
  }

  private static HttpResponse answer(String path, Sandboxes.Download file) {
    var name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w. +=@-]", "_");
    var type = ContentTypes.APPLICATION_OCTET_STREAM;
    return HttpResponse.create()
        .withEntity(
            file.size().isPresent() && file.size().getAsLong() > 0
                ? HttpEntities.create(type, file.size().getAsLong(), file.bytes())
                : HttpEntities.createChunked(type, file.bytes()))
        .addHeader(
            ContentDisposition.create(
                ContentDispositionTypes.ATTACHMENT, Map.of("filename", name)));
  }

  private static String path(Call call, boolean needed) {
    var path = call.query("path").orElse("");
    if (needed && path.isEmpty()) {
      throw ApiError.of(400, "path is missing: a file of the sandbox, such as stdout").refused();
    }
    try {
      return Sandbox.clean(path);
    } catch (Trouble wrong) {
      throw Mesos.error(wrong).refused();
    }
  }

  private static OptionalLong number(Call call, String name, long least) {
    var text = call.query(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException notOne) {
      throw wrong(name, least);
    }
    throw wrong(name, least);
  }

  private static RuntimeException wrong(String name, long least) {
    return ApiError.of(400, name + " must be a number, at least " + least).refused();
  }

  // Where the sandbox is.

  /**
   * @param executor whose sandbox it is
   */
  private record Place(Agent agent, String framework, String executor) {
    Sandbox sandbox() {
      return new Sandbox(agent.address(), framework, executor);
    }
  }

  /** Where a task is or was. */
  private record Trace(String agentId, String executor) {}

  private CompletionStage<Place> sandbox(AppId app, String text) {
    var task = TaskId.parse(text).orElseThrow(() -> Answers.unknownTask(text).refused());
    if (!task.instance().safe().equals(app.safe())) {
      throw Answers.unknownTask(text).refused();
    }
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var framework =
                  overview
                      .transients()
                      .mesos()
                      .frameworkId()
                      .orElseThrow(
                          () -> ApiError.unavailable("not registered with Mesos yet", 1).refused());
              return trace(overview, app, task)
                  .map(known -> (CompletionStage<Trace>) CompletableFuture.completedFuture(known))
                  .orElseGet(() -> remembered(overview, app, task, framework))
                  .thenCompose(trace -> place(overview, task, framework, trace));
            });
  }

  private CompletionStage<Place> place(
      Overview overview, TaskId task, String framework, Trace trace) {
    return Mesos.orRefused(context.mesos().master().agent(Mesos.leading(overview), trace.agentId()))
        .thenApply(
            agent ->
                new Place(
                    agent.orElseThrow(
                        () ->
                            gone(task, "its agent " + trace.agentId() + " is not known to Mesos")),
                    framework,
                    trace.executor()));
  }

  /** From what we know: the instance's current task, and the newest that failed. */
  private Optional<Trace> trace(Overview overview, AppId app, TaskId task) {
    var definition = overview.app(app);
    boolean custom =
        definition
            .flatMap(view -> CustomExecutor.of(view.definition(), context.spec().defaultExecutor()))
            .isPresent();
    var executor = custom ? CustomExecutor.idFor(task) : task.toString();
    return overview
        .instance(task.instance())
        .filter(instance -> instance.appId().equals(app) && instance.task().equals(task))
        .map(instance -> instance.placement().agentId())
        .or(
            () ->
                definition
                    .flatMap(view -> view.lastFailure())
                    .filter(failure -> failure.task().equals(task))
                    .map(failure -> failure.agentId()))
        .map(agent -> new Trace(agent, executor));
  }

  /** From what the master remembers. Apps of other paths may have had the same short form. */
  private CompletionStage<Trace> remembered(
      Overview overview, AppId app, TaskId task, String framework) {
    boolean ours =
        overview
            .instance(task.instance())
            .filter(instance -> instance.appId().equals(app))
            .isPresent();
    return Mesos.orRefused(
            context.mesos().master().task(Mesos.leading(overview), framework, task.toString()))
        .thenApply(
            found ->
                found
                    .filter(known -> known.name().equals(DiscoveryWriter.hostName(app)))
                    .map(
                        known -> new Trace(known.agent(), known.executor().orElse(task.toString())))
                    .orElseThrow(
                        () ->
                            ours
                                ? gone(task, "Mesos has forgotten where it ran")
                                : Answers.unknownTask(task.toString()).refused()));
  }

  private static RuntimeException gone(TaskId task, String why) {
    return ApiError.of(410, "the sandbox of " + task + " is gone: " + why).refused();
  }
}
