package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.Shown;
import dev.marathon.base.Version;
import dev.marathon.instance.Failure;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writes apps with the parts that a reader asked for. */
final class AppInfoJson {

  /** What lists of many apps are asked for. To write all of the others takes most of the time. */
  static final Set<String> BRIEF =
      Set.of(
          "id",
          "cpus",
          "mem",
          "instances",
          "labels",
          "version",
          "deployments",
          "tasksStaged",
          "tasksRunning",
          "tasksHealthy",
          "tasksUnhealthy");

  private final Identity reader;
  private final Overview overview;
  private final Set<Embed> embeds;
  private final Instant now;

  /**
   * @param now lifetimes are counted up to here
   */
  AppInfoJson(Identity reader, Overview overview, Set<Embed> embeds, Instant now) {
    this.reader = reader;
    this.overview = overview;
    this.embeds = embeds;
    this.now = now;
  }

  /**
   * @param brief of the definition only what {@link #BRIEF} names
   */
  ObjectNode write(AppView app, boolean brief) {
    return embed(app, brief ? Shown.brief(app.definition()) : Shown.app(reader, app.definition()));
  }

  ObjectNode write(AppView app) {
    return write(app, false);
  }

  private ObjectNode embed(AppView app, ObjectNode json) {
    if (embeds.contains(Embed.COUNTS)) {
      TaskCounts.of(app.instances()).writeTo(json);
    }
    if (embeds.contains(Embed.DEPLOYMENTS)) {
      deployments(json, app.deployment());
    }
    if (embeds.contains(Embed.TASKS)) {
      tasks(json, app);
    }
    if (embeds.contains(Embed.READINESS)) {
      readiness(json, app);
    }
    if (embeds.contains(Embed.LAST_TASK_FAILURE)) {
      app.lastFailure().ifPresent(failure -> json.set("lastTaskFailure", failure(app, failure)));
    }
    if (embeds.contains(Embed.TASK_STATS)) {
      json.set("tasksStats", TaskStats.write(app, now));
    }
    return json;
  }

  /** An app that was accepted just now: nothing of it runs. */
  static ObjectNode created(Identity reader, AppDefinition app, UUID deployment) {
    var json = Shown.app(reader, app);
    new TaskCounts(0, 0, 0, 0).writeTo(json);
    deployments(json, Optional.of(deployment));
    return json;
  }

  private static void deployments(ObjectNode json, Optional<UUID> deployment) {
    var list = json.putArray("deployments");
    deployment.ifPresent(id -> list.addObject().put("id", id.toString()));
  }

  private void tasks(ObjectNode json, AppView app) {
    var tasks = json.putArray("tasks");
    app.instances().stream()
        .sorted(BY_AGE)
        .forEach(
            instance -> tasks.add(TaskJson.write(instance, app.definition(), overview, List.of())));
  }

  /** Oldest first, so that lists are stable. */
  static final Comparator<Instance> BY_AGE =
      Comparator.comparing(Instance::stagedAt).thenComparing(i -> i.id().uuid());

  private void readiness(ObjectNode json, AppView app) {
    var results = json.putArray("readinessCheckResults");
    app.deployment()
        .flatMap(overview::deployment)
        .map(deployment -> deployment.readiness(app.definition().id()))
        .orElse(List.of())
        .forEach(result -> results.add(DeploymentJson.readiness(result)));
  }

  private static ObjectNode failure(AppView app, Failure failure) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("appId", app.definition().id().path())
            .put("host", failure.host())
            .put("message", failure.message())
            .put("state", failure.mesosState())
            .put("taskId", failure.task().toString())
            .put("timestamp", Version.format(failure.at()))
            .put("version", failure.version().toString());
    if (!failure.agentId().isEmpty()) {
      json.put("slaveId", failure.agentId());
    }
    return json;
  }
}
