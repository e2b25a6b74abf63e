package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the tree can be asked to do. */
public sealed interface GroupCommand {

  /**
   * One atomic change of the tree: all of it or nothing.
   *
   * @param force take over the locks of running deployments, which are cancelled
   * @param dryRun decide and answer with the plan, store nothing
   * @param idempotencyKey a repeat within 24 hours gets the first answer
   * @param eventGroup group that the change is reported for
   */
  record Commit(
      List<Change> changes,
      boolean force,
      boolean dryRun,
      Optional<String> idempotencyKey,
      GroupId eventGroup)
      implements GroupCommand {}

  /** Part of a change. */
  sealed interface Change {

    /**
     * Create or replace an app. Version, versionInfo and service ports of 0 are filled in by the
     * decision.
     *
     * @param basedOn version that the definition was merged from; refused as stale if the app moved
     *     on. Empty with {@code mustExist = false} for a plain replacement
     * @param restart start all instances anew even without a difference
     * @param victims instances to end first when the count goes down
     */
    record PutApp(
        AppDefinition definition,
        Existence existence,
        Optional<Version> basedOn,
        boolean restart,
        List<InstanceId> victims)
        implements Change {}

    record RemoveApp(AppId app) implements Change {}

    /** Create a group or replace its own fields; parents are created on the fly. */
    record PutGroup(
        GroupId group,
        Existence existence,
        Optional<List<PathId>> dependencies,
        Optional<Boolean> enforceRole)
        implements Change {}

    /** Remove a group with everything in it. The root is emptied, not removed. */
    record RemoveGroup(GroupId group) implements Change {}
  }

  /** What must be true of the thing that a change names. */
  enum Existence {
    MUST_BE_NEW,
    MUST_EXIST,
    ANY
  }

  /** The app stored its definition; the group need not keep it. */
  record ConfirmDefinition(AppId app, Version version) implements GroupCommand {}

  /** Sent by the deployment itself. */
  record EndDeployment(UUID deployment, boolean success, Optional<String> reason)
      implements GroupCommand {}

  /** Stop a deployment and leave everything as it is. */
  record CancelDeployment(UUID deployment) implements GroupCommand {}
}
