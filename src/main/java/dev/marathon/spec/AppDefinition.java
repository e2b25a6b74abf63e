package dev.marathon.spec;

import dev.marathon.base.AppId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A normalized, valid app definition of one version. Component names are the JSON names of the v2
 * API.
 *
 * @param cmd shell command; exclusive with {@code args}
 * @param instances desired count, at least 0
 * @param cpus cores
 * @param mem MiB
 * @param disk MiB of sandbox disk
 * @param acceptedResourceRoles as given; absent means by the default behaviour
 * @param portDefinitions present with host networking only; {@code port} is the service port
 * @param backoffSeconds first delay after a failure, seconds
 * @param maxLaunchDelaySeconds bound of the delay, seconds
 * @param taskKillGracePeriodSeconds time between SIGTERM and SIGKILL, seconds
 * @param versionInfo absent until the definition is accepted
 */
public record AppDefinition(
    AppId id,
    Optional<String> cmd,
    List<String> args,
    Optional<String> user,
    Map<String, EnvValue> env,
    int instances,
    double cpus,
    double mem,
    double disk,
    int gpus,
    String executor,
    Optional<ExecutorResources> executorResources,
    List<Constraint> constraints,
    Optional<List<String>> acceptedResourceRoles,
    String role,
    List<Artifact> fetch,
    Optional<Container> container,
    List<Network> networks,
    Optional<List<PortDefinition>> portDefinitions,
    boolean requirePorts,
    int backoffSeconds,
    double backoffFactor,
    int maxLaunchDelaySeconds,
    List<HealthCheck> healthChecks,
    Optional<Check> check,
    List<ReadinessCheck> readinessChecks,
    Optional<Integer> taskKillGracePeriodSeconds,
    UpgradeStrategy upgradeStrategy,
    KillSelection killSelection,
    UnreachableStrategy unreachableStrategy,
    Optional<Residency> residency,
    List<PathId> dependencies,
    Map<String, String> labels,
    Map<String, SecretSource> secrets,
    Optional<Boolean> tty,
    Optional<ResourceLimits> resourceLimits,
    Version version,
    Optional<VersionInfo> versionInfo) {}
