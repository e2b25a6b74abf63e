package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the tree wants done after its events are stored. All of it may be repeated. */
public sealed interface GroupEffect {

  /** The app has to store this; repeated until the tree gets a {@link GroupCommand.Confirm}. */
  record Deliver(AppId app, Pending pending) implements GroupEffect {}

  /**
   * The app is gone and no deployment is left that would end its instances.
   *
   * @param version of the change that removed it
   */
  record EndInstances(AppId app, Version version, long order) implements GroupEffect {}

  /**
   * No deployment is left that would tell the app's ledger what is wanted of the app: the one that
   * was to do it ended early, or nobody knows whether it came that far. Changes nothing in a ledger
   * that knows.
   */
  record SetTarget(AppId app, AppDefinition definition, long order) implements GroupEffect {}

  /**
   * Run this plan.
   *
   * @param definitions of the plan's apps, as far as the tree still holds them; the apps have the
   *     others, with the version of the plan
   * @param victims by app, instances to end first
   */
  record StartDeployment(
      DeploymentPlan plan,
      Map<AppId, AppDefinition> definitions,
      Map<AppId, List<InstanceId>> victims)
      implements GroupEffect {}

  record StopDeployment(UUID deployment) implements GroupEffect {}

  /** After a take-over or restart: only these run, stop all others. */
  record KeepDeployments(Set<UUID> running) implements GroupEffect {}

  /**
   * No root version that is kept names anything older.
   *
   * @param oldest by app, the oldest version still named
   */
  record ForgetHistory(Map<AppId, Version> oldest) implements GroupEffect {}

  /** Tell the event stream that a change was refused. */
  record ReportRefusal(Refused refused) implements GroupEffect {}

  /**
   * A refused change. Never stored.
   *
   * @param plan of the deployment that would have run, if the change failed for a lock
   */
  record Refused(
      GroupId eventGroup, Version version, String reason, Optional<DeploymentPlan> plan) {}
}
