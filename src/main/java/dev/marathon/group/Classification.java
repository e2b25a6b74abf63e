package dev.marathon.group;

import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlanner.Change;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.VersionInfo;
import java.util.Optional;

/**
 * What kind of change a definition is for the app as it was: nothing, a scaling, or a new
 * configuration, and what its versionInfo becomes. Source: Marathon's app definition reference,
 * "versions".
 *
 * @param definition with service ports
 */
record Classification(
    AppDefinition definition, String configHash, GroupCommand.Change.PutApp change) {

  /** Whether nothing at all changes; the version stays. */
  boolean same(Optional<AppPointer> before) {
    return sameConfig(before)
        && before.orElseThrow().instances() == definition.instances()
        && !change.restart();
  }

  /**
   * The change with its versions.
   *
   * @param beforeDeployment the app before the running deployment that this change takes over, if
   *     there is one. Going back to that configuration keeps its instances, since they still run
   * @param version of the change
   */
  Put put(Optional<AppPointer> before, Optional<AppPointer> beforeDeployment, Version version) {
    return new Put(
        definition.withVersion(version, info(before, beforeDeployment, version)),
        configHash,
        kind(before),
        change.victims());
  }

  private Change kind(Optional<AppPointer> before) {
    if (before.isEmpty()) {
      return Change.NEW;
    }
    boolean scale = sameConfig(before) && !change.restart();
    return scale ? Change.SCALE : Change.RESTART;
  }

  private VersionInfo info(
      Optional<AppPointer> before, Optional<AppPointer> beforeDeployment, Version version) {
    if (before.isEmpty()) {
      return new VersionInfo(version, version);
    }
    var old = before.get();
    if (sameConfig(before)) {
      boolean scaled = old.instances() != definition.instances();
      return new VersionInfo(
          scaled ? version : old.lastScalingAt(),
          change.restart() ? version : old.lastConfigChangeAt());
    }
    boolean back = sameConfig(beforeDeployment) && !change.restart();
    return new VersionInfo(version, back ? beforeDeployment.get().lastConfigChangeAt() : version);
  }

  private boolean sameConfig(Optional<AppPointer> before) {
    return before.map(AppPointer::configHash).equals(Optional.of(configHash));
  }
}
