package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.deployment.DeploymentPlan;
import java.util.List;
import java.util.Map;

/**
 * A running deployment.
 *
 * @param step number of the running step from 1; 0 before the first one
 * @param readiness newest results of readiness checks; nothing for apps without
 */
public record DeploymentView(
    DeploymentPlan plan, int step, Map<AppId, List<ReadinessResult>> readiness) {

  public DeploymentView {
    readiness = Map.copyOf(readiness);
  }

  /** Actions of the running step. */
  public List<DeploymentPlan.Action> currentActions() {
    return step < 1 || step > plan.steps().size()
        ? List.of()
        : plan.steps().get(step - 1).actions();
  }

  public List<ReadinessResult> readiness(AppId app) {
    return readiness.getOrDefault(app, List.of());
  }
}
