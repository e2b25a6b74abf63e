package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.deployment.DeploymentPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment under way and what its change replaced.
 *
 * @param victims by app, instances to end first
 * @param appsBefore every app that the change put or removed, as it was; empty value: new
 * @param groups every group that the change touched
 */
public record RunningDeployment(
    DeploymentPlan plan,
    Map<AppId, List<InstanceId>> victims,
    Map<AppId, Optional<AppPointer>> appsBefore,
    Map<GroupId, GroupChange> groups,
    Instant at) {

  public RunningDeployment {
    victims = Map.copyOf(victims);
    appsBefore = Map.copyOf(appsBefore);
    groups = Map.copyOf(groups);
  }

  /** A group before and after the change; absent where it did not exist. */
  public record GroupChange(Optional<GroupNode> before, Optional<GroupNode> after) {}
}
