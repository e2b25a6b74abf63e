package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the tree remembers. */
public sealed interface GroupEvent {

  /**
   * An accepted change, complete: new definitions, removals, groups, plan, locks.
   *
   * @param version new version of the root and of all {@code puts}
   * @param puts new definitions with version, versionInfo and service ports
   * @param configHashes by app, for {@code puts}
   * @param groups created and changed groups
   * @param removedGroups every removed group, also those within others
   * @param victims by app, instances to end first
   * @param plan without steps if no app changed
   * @param superseded deployments that the change cancelled; each has its own {@link
   *     DeploymentEnded} before this event
   */
  record ChangeCommitted(
      Version version,
      List<AppDefinition> puts,
      Map<AppId, String> configHashes,
      List<AppId> removedApps,
      List<GroupSet> groups,
      List<GroupId> removedGroups,
      Map<AppId, List<InstanceId>> victims,
      DeploymentPlan plan,
      List<UUID> superseded,
      Optional<String> idempotencyKey,
      GroupId eventGroup,
      Instant at)
      implements GroupEvent {}

  /** A group's own fields as they are after the change. */
  record GroupSet(GroupId group, List<PathId> dependencies, boolean enforceRole) {}

  /** These definitions and removals are kept by their apps from now on. */
  record DefinitionsConfirmed(List<AppVersion> versions) implements GroupEvent {}

  /**
   * A deployment is over and its locks are free. A plan without steps ends in the write that
   * commits it.
   */
  record DeploymentEnded(DeploymentPlan plan, boolean success, Optional<String> reason, Instant at)
      implements GroupEvent {}
}
