package dev.marathon.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.base.AppId;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.events.ApiEvent;
import dev.marathon.group.GroupEvent;
import dev.marathon.owner.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the tree stored, as entries of the audit log. */
public final class AuditTranslation {

  private AuditTranslation() {}

  /** Entries of one write. */
  public static List<ApiEvent> of(List<Stored<GroupEvent>> write) {
    return write.stream().flatMap(stored -> of(stored).stream()).toList();
  }

  /** Nothing for what no client asked for. */
  static Optional<ApiEvent> of(Stored<GroupEvent> stored) {
    if (stored.cause().from().isEmpty()) {
      return Optional.empty();
    }
    if (stored.event() instanceof GroupEvent.ChangeCommitted change) {
      return Optional.of(changed(change, stored));
    }
    return stored.event() instanceof GroupEvent.DeploymentEnded ended && !ended.success()
        ? Optional.of(cancelled(ended.plan(), stored))
        : Optional.empty();
  }

  private static ApiEvent changed(GroupEvent.ChangeCommitted change, Stored<GroupEvent> stored) {
    var fields =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", change.version().toString())
            .put("groupId", change.eventGroup().path());
    var apps = actions(change.plan());
    change.puts().forEach(app -> apps.putIfAbsent(app.id(), Optional.empty()));
    change.removedApps().forEach(app -> apps.putIfAbsent(app, Optional.empty()));
    if (!change.plan().steps().isEmpty()) {
      fields.put("deploymentId", change.plan().id().toString());
    }
    var list = fields.putArray("apps");
    apps.forEach(
        (app, kind) -> {
          var one = list.addObject().put("id", app.path());
          kind.ifPresent(action -> one.put("action", action.json()));
        });
    var groups = new TreeSet<String>();
    change.groups().forEach(group -> groups.add(group.group().path()));
    change.removedGroups().forEach(group -> groups.add(group.path()));
    var paths = fields.putArray("groups");
    groups.forEach(paths::add);
    return AuditEntry.of("change", stored.at(), stored.cause(), fields);
  }

  private static ApiEvent cancelled(DeploymentPlan plan, Stored<GroupEvent> stored) {
    var fields = JsonNodeFactory.instance.objectNode().put("deploymentId", plan.id().toString());
    var list = fields.putArray("apps");
    actions(plan).keySet().forEach(app -> list.addObject().put("id", app.path()));
    return AuditEntry.of("cancel_deployment", stored.at(), stored.cause(), fields);
  }

  private static Map<AppId, Optional<DeploymentPlan.Kind>> actions(DeploymentPlan plan) {
    var actions = new TreeMap<AppId, Optional<DeploymentPlan.Kind>>(AuditTranslation::byPath);
    plan.steps().stream()
        .flatMap(step -> step.actions().stream())
        .forEach(action -> actions.putIfAbsent(action.app(), Optional.of(action.kind())));
    return actions;
  }

  private static int byPath(AppId one, AppId other) {
    return one.path().compareTo(other.path());
  }
}
