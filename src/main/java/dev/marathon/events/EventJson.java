package dev.marathon.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.AppJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The fields of events that come from more than one place. */
final class EventJson {

  private EventJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  // Deployments.

  static ApiEvent step(String type, DeploymentPlan plan, int step, Instant at) {
    var fields = object();
    fields.set("plan", plan(plan));
    fields.set("currentStep", step(plan.steps().get(step - 1)));
    return ApiEvent.of(type, at, fields);
  }

  static ObjectNode plan(DeploymentPlan plan) {
    var json = object().put("id", plan.id().toString());
    var steps = json.putArray("steps");
    plan.steps().forEach(step -> steps.add(step(step)));
    return json.put("version", plan.version().toString());
  }

  private static ObjectNode step(DeploymentPlan.Step step) {
    var json = object();
    var actions = json.putArray("actions");
    step.actions()
        .forEach(
            action ->
                actions
                    .addObject()
                    .put("action", action.kind().json())
                    .put("app", action.app().path()));
    return json;
  }

  // Instances.

  /** What Mesos said of an instance's task. */
  static ApiEvent status(
      Instance instance,
      int incarnation,
      String state,
      String message,
      List<Instance.IpAddress> addresses,
      Instant at) {
    var fields =
        object()
            .put("slaveId", instance.placement().agentId())
            .put("taskId", instance.id().task(incarnation).toString())
            .put("taskStatus", state)
            .put("message", message)
            .put("appId", instance.appId().path())
            .put("host", instance.placement().host());
    var ips = fields.putArray("ipAddresses");
    addresses.forEach(
        ip -> ips.addObject().put("ipAddress", ip.ipAddress()).put("protocol", ip.protocol()));
    var ports = fields.putArray("ports");
    instance.placement().ports().forEach(ports::add);
    return ApiEvent.of(
        "status_update_event", at, fields.put("version", instance.version().toString()));
  }

  static ApiEvent changed(Instance instance, Condition condition, Instant at) {
    return changed(
        instance,
        condition.json(),
        Optional.of(instance.placement().agentId()),
        Optional.of(instance.placement().host()),
        at);
  }

  /** The instance waits for its first or next task, so it is nowhere. */
  static ApiEvent scheduled(Instance instance, Instant at) {
    return changed(instance, "Scheduled", Optional.empty(), Optional.empty(), at);
  }

  private static ApiEvent changed(
      Instance instance,
      String condition,
      Optional<String> agentId,
      Optional<String> host,
      Instant at) {
    return ApiEvent.of(
        "instance_changed_event",
        at,
        object()
            .put("instanceId", instance.id().toString())
            .put("condition", condition)
            .put("runSpecId", instance.appId().path())
            .put("agentId", agentId.orElse(null))
            .put("host", host.orElse(null))
            .put("runSpecVersion", instance.version().toString()));
  }

  static ApiEvent health(Instance instance, Optional<Boolean> healthy, Instant at) {
    return ApiEvent.of(
        "instance_health_changed_event",
        at,
        object()
            .put("instanceId", instance.id().toString())
            .put("runSpecId", instance.appId().path())
            .put("healthy", healthy.orElse(null))
            .put("runSpecVersion", instance.version().toString()));
  }

  /** A health check asked for the end of the instance's task. */
  static ApiEvent unhealthy(Instance instance, String reason, Instant at) {
    return ApiEvent.of(
        "unhealthy_instance_kill_event",
        at,
        object()
            .put("appId", instance.appId().path())
            .put("taskId", instance.task().toString())
            .put("instanceId", instance.id().toString())
            .put("version", instance.version().toString())
            .put("reason", reason)
            .put("host", instance.placement().host())
            .put("slaveId", instance.placement().agentId()));
  }

  // Health checks of an app.

  static List<ApiEvent> checksAdded(AppDefinition app, Version version, Instant at) {
    var checks = AppJson.write(app).path("healthChecks");
    var events = new java.util.ArrayList<ApiEvent>();
    for (var check : checks) {
      var fields = object().put("appId", app.id().path()).put("version", version.toString());
      fields.set("healthCheck", check);
      events.add(ApiEvent.of("add_health_check_event", at, fields));
    }
    return events;
  }

  static ApiEvent checkRemoved(AppId app, Instant at) {
    return ApiEvent.of("remove_health_check_event", at, object().put("appId", app.path()));
  }
}
