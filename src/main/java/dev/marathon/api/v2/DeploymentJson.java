package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.health.ReadinessResult;
import dev.marathon.overview.DeploymentView;
import java.util.List;

/** Writes deployments and their plans. */
final class DeploymentJson {

  private DeploymentJson() {}

  static ObjectNode write(DeploymentView view) {
    var plan = view.plan();
    var json = object().put("id", plan.id().toString());
    steps(json, plan);
    json.put("version", plan.version().toString());
    var apps = json.putArray("affectedApps");
    plan.affected().stream().sorted().forEach(app -> apps.add(app.path()));
    json.putArray("affectedPods");
    var current = json.putArray("currentActions");
    for (var action : view.currentActions()) {
      var item = action(action);
      current.add(item);
      readiness(item.putArray("readinessCheckResults"), view.readiness(action.app()));
    }
    json.put("currentStep", view.step());
    json.put("totalSteps", plan.steps().size());
    return json;
  }

  /** {@code {"steps":[…]}}, the answer to a dry run. */
  static ObjectNode steps(DeploymentPlan plan) {
    return steps(object(), plan);
  }

  private static ObjectNode steps(ObjectNode json, DeploymentPlan plan) {
    var steps = json.putArray("steps");
    for (var step : plan.steps()) {
      var actions = steps.addObject().putArray("actions");
      step.actions().forEach(action -> actions.add(action(action)));
    }
    return json;
  }

  private static ObjectNode action(DeploymentPlan.Action action) {
    return object().put("action", action.kind().json()).put("app", action.app().path());
  }

  private static void readiness(ArrayNode array, List<ReadinessResult> results) {
    results.forEach(result -> array.add(readiness(result)));
  }

  static ObjectNode readiness(ReadinessResult result) {
    var json =
        object()
            .put("name", result.name())
            .put("taskId", result.taskId().toString())
            .put("ready", result.ready());
    result
        .lastResponse()
        .ifPresent(
            response ->
                json.putObject("lastResponse")
                    .put("status", response.status())
                    .put("contentType", response.contentType())
                    .put("body", response.body()));
    return json;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
