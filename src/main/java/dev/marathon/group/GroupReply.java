package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.UUID;

/**
 * Answers of the tree. Everything but {@link Accepted}, {@link Planned}, {@link Done} and {@link
 * Reverts} is a refusal that changed nothing.
 */
public sealed interface GroupReply {

  /**
   * @param definitions new definitions as stored, with versions and service ports; what did not
   *     change is not among them
   */
  record Accepted(UUID deployment, Version version, List<AppDefinition> definitions)
      implements GroupReply {}

  /** Answer to a dry run. */
  record Planned(DeploymentPlan plan) implements GroupReply {}

  record Done() implements GroupReply {}

  /** What undoes a change; {@link RevertPlan} makes a commit of it. */
  record Reverts(RevertPlan plan) implements GroupReply {}

  record AppExists(AppId app) implements GroupReply {}

  record GroupExists(GroupId group) implements GroupReply {}

  record UnknownApp(AppId app) implements GroupReply {}

  record UnknownGroup(GroupId group) implements GroupReply {}

  record UnknownDeployment(UUID deployment) implements GroupReply {}

  /** The group did not exist in that root version, or the version is not kept. */
  record UnknownVersion(GroupId group, Version version) implements GroupReply {}

  record Locked(List<UUID> deployments) implements GroupReply {

    /** Clients compare this sentence. */
    public static final String MESSAGE =
        "App is locked by one or more deployments. Override with the option '?force=true'. View"
            + " details at '/v2/deployments/<DEPLOYMENT_ID>'.";
  }

  /** The app changed since the definition was merged: read again, merge again. */
  record Stale(AppId app) implements GroupReply {}

  /**
   * A rule of the whole tree is broken: a cycle, an id that is both app and group, a safe id that
   * is taken.
   *
   * @param path JSON path for the client
   */
  record Invalid(String path, String message) implements GroupReply {}

  /**
   * @param limitBytes most bytes of definitions in one change
   */
  record TooLarge(int limitBytes) implements GroupReply {}

  record TooManyDeployments(int limit) implements GroupReply {}

  /** No free service port is left in the pool. */
  record NoServicePorts(int min, int max) implements GroupReply {}
}
