package dev.marathon.group;

import dev.marathon.base.InstanceId;
import dev.marathon.deployment.DeploymentPlanner;
import dev.marathon.spec.AppDefinition;
import java.util.List;

/**
 * A new or changed app as one commit wants it.
 *
 * @param definition with version, versionInfo and service ports
 */
record Put(
    AppDefinition definition,
    String configHash,
    DeploymentPlanner.Change kind,
    List<InstanceId> victims) {}
