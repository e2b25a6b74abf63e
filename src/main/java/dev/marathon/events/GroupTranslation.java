package dev.marathon.events;

import dev.marathon.group.GroupEvent;
import java.util.ArrayList;
import java.util.List;

/** What the tree's stored events mean to consumers. */
final class GroupTranslation {

  private GroupTranslation() {}

  static List<ApiEvent> of(GroupEvent event) {
    if (event instanceof GroupEvent.ChangeCommitted e) {
      var fields =
          EventJson.object()
              .put("groupId", e.eventGroup().path())
              .put("version", e.version().toString());
      return List.of(ApiEvent.of("group_change_success", e.at(), fields));
    }
    if (event instanceof GroupEvent.DeploymentEnded e) {
      return ended(e);
    }
    return List.of();
  }

  private static List<ApiEvent> ended(GroupEvent.DeploymentEnded e) {
    var events = new ArrayList<ApiEvent>();
    var plan = e.plan();
    if (e.success() && !plan.steps().isEmpty()) {
      events.add(EventJson.step("deployment_step_success", plan, plan.steps().size(), e.at()));
    }
    var fields = EventJson.object().put("id", plan.id().toString());
    fields.set("plan", EventJson.plan(plan));
    e.reason().ifPresent(reason -> fields.put("reason", reason));
    events.add(
        ApiEvent.of(e.success() ? "deployment_success" : "deployment_failed", e.at(), fields));
    return events;
  }
}
