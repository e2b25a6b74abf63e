package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.base.TaskId;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.health.ReadinessResult;
import java.util.Comparator;
import java.util.List;
import org.pcollections.PMap;

/**
 * A running deployment.
 *
 * @param step number of the running step from 1; 0 before the first one
 * @param readiness newest results of readiness checks; nothing for apps without
 */
public record DeploymentView(
    DeploymentPlan plan, int step, PMap<AppId, PMap<TaskId, ReadinessResult>> readiness) {

  /** Actions of the running step. */
  public List<DeploymentPlan.Action> currentActions() {
    return step < 1 || step > plan.steps().size()
        ? List.of()
        : plan.steps().get(step - 1).actions();
  }

  public List<ReadinessResult> readiness(AppId app) {
    var results = readiness.get(app);
    return results == null
        ? List.of()
        : results.values().stream()
            .sorted(Comparator.comparing(result -> result.taskId().toString()))
            .toList();
  }
}
