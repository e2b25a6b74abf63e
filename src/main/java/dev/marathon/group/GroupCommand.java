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
   * @param changes applied in this order, each on what the ones before left
   * @param force take over the locks of running deployments, which are cancelled
   * @param dryRun decide and answer with the plan, store nothing
   * @param idempotencyKey a repeat within 24 hours gets the first answer. Whoever sends it makes
   *     sure that one key means one request of one user
   * @param eventGroup group that the change is reported for
   */
  record Commit(
      List<Change> changes,
      boolean force,
      boolean dryRun,
      Optional<String> idempotencyKey,
      GroupId eventGroup)
      implements GroupCommand {

    public Commit {
      changes = List.copyOf(changes);
    }
  }

  /** Part of a change. */
  sealed interface Change {

    /**
     * Create or replace an app. Version, versionInfo and service ports of 0 are filled in by the
     * decision.
     *
     * @param basedOn version that the definition was merged from; refused as stale if the app moved
     *     on or is gone
     * @param restart start all instances anew even without a difference
     * @param victims instances to end first when the count goes down
     */
    record PutApp(
        AppDefinition definition,
        Existence existence,
        Optional<Version> basedOn,
        boolean restart,
        List<InstanceId> victims)
        implements Change {

      public PutApp {
        victims = List.copyOf(victims);
      }
    }

    record RemoveApp(AppId app) implements Change {}

    /**
     * Create a group or replace its own fields; parents are created on the fly.
     *
     * @param dependencies absent: as they are
     * @param enforceRole absent: as it is
     */
    record PutGroup(
        GroupId group,
        Existence existence,
        Optional<List<PathId>> dependencies,
        Optional<Boolean> enforceRole)
        implements Change {}

    /**
     * Remove a group with everything in it. The root is emptied, not removed.
     *
     * @param onlyIfEmpty leave it, without an error, if it holds an app or a group or is gone
     */
    record RemoveGroup(GroupId group, boolean onlyIfEmpty) implements Change {}

    /**
     * Of what is directly in the group only this stays; the rest is removed with everything in it.
     *
     * @param apps absent: all of them stay
     * @param groups absent: all of them stay
     */
    record KeepOnly(GroupId group, Optional<List<AppId>> apps, Optional<List<GroupId>> groups)
        implements Change {}
  }

  /** What must be true of the thing that a change names. */
  enum Existence {
    MUST_BE_NEW,
    MUST_EXIST,
    ANY
  }

  /**
   * The apps stored these definitions or removals, and the ledgers have them or will never need
   * them: the tree need not keep them. Unknown ones are ignored.
   */
  record Confirm(List<AppVersion> versions) implements GroupCommand {}

  /** Sent by the deployment itself. */
  record EndDeployment(UUID deployment, boolean success, Optional<String> reason)
      implements GroupCommand {}

  /** Stop a deployment and leave everything as it is. */
  record CancelDeployment(UUID deployment) implements GroupCommand {}

  /** What would undo this running deployment? Answered with {@link GroupReply.Reverts}. */
  record PlanRollback(UUID deployment) implements GroupCommand {}

  /**
   * What would bring the group and everything in it back to a root version? Answered with {@link
   * GroupReply.Reverts}.
   */
  record PlanGroupRollback(GroupId group, Version version) implements GroupCommand {}
}
