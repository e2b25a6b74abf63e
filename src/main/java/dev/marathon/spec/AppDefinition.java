package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.marathon.base.AppId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

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
@JsonIgnoreProperties(ignoreUnknown = true)
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
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<PortDefinition>> portDefinitions,
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
    Optional<VersionInfo> versionInfo) {

  static final String SINGLE_INSTANCE = "MARATHON_SINGLE_INSTANCE_APP";

  public AppDefinition {
    cmd = Immutable.optional(cmd);
    args = Immutable.list(args);
    user = Immutable.optional(user);
    env = Immutable.map(env);
    executorResources = Immutable.optional(executorResources);
    constraints = Immutable.list(constraints);
    acceptedResourceRoles = Immutable.optionalList(acceptedResourceRoles);
    executor = executor == null ? "" : executor;
    fetch = Immutable.list(fetch);
    container = Immutable.optional(container);
    networks = Immutable.list(networks);
    portDefinitions = Immutable.optionalList(portDefinitions);
    healthChecks = Immutable.list(healthChecks);
    check = Immutable.optional(check);
    readinessChecks = Immutable.list(readinessChecks);
    taskKillGracePeriodSeconds = Immutable.optional(taskKillGracePeriodSeconds);
    residency = Immutable.optional(residency);
    dependencies = Immutable.list(dependencies);
    labels = Immutable.map(labels);
    secrets = Immutable.map(secrets);
    tty = Immutable.optional(tty);
    resourceLimits = Immutable.optional(resourceLimits);
    versionInfo = Immutable.optional(versionInfo);
  }

  /** A builder that starts with this definition. */
  public AppBuilder toBuilder() {
    return AppBuilder.from(this);
  }

  public AppDefinition withInstances(int count) {
    return toBuilder().instances(count).build();
  }

  public AppDefinition withVersion(Version accepted, VersionInfo info) {
    return toBuilder().version(accepted).versionInfo(info).build();
  }

  /** Whether tasks share the network of their agent. */
  public boolean hostMode() {
    return networks.stream().allMatch(network -> network.mode() == Network.Mode.HOST);
  }

  /** Ports by which load balancers know the app, in the order of its ports; 0: not assigned yet. */
  public List<Integer> servicePorts() {
    return hostMode()
        ? definitions().stream().map(PortDefinition::port).toList()
        : mappings().stream().map(PortMapping::servicePort).toList();
  }

  /**
   * The same app with these service ports.
   *
   * @param ports as many as {@link #servicePorts}
   */
  public AppDefinition withServicePorts(List<Integer> ports) {
    int wanted = servicePorts().size();
    if (ports.size() != wanted) {
      throw new IllegalArgumentException(
          id + " has " + wanted + " service ports, not " + ports.size());
    }
    if (ports.isEmpty()) {
      return this;
    }
    if (hostMode()) {
      return toBuilder()
          .portDefinitions(zip(definitions(), ports, PortDefinition::withPort))
          .build();
    }
    var mappings = Optional.of(zip(mappings(), ports, PortMapping::withServicePort));
    return toBuilder().container(container.orElseThrow().withPortMappings(mappings)).build();
  }

  /** What each instance needs of ports, in the order of the app's ports. */
  public List<PortRequest> portRequests() {
    var definitions = definitions();
    var mappings = mappings();
    return hostMode()
        ? IntStream.range(0, definitions.size())
            .mapToObj(i -> PortRequest.of(i, definitions.get(i), requirePorts))
            .toList()
        : IntStream.range(0, mappings.size())
            .mapToObj(i -> PortRequest.of(i, mappings.get(i)))
            .toList();
  }

  /** Whether instances own disks that outlive their tasks. */
  public boolean resident() {
    return volumes().stream().anyMatch(Volume.Persistent.class::isInstance);
  }

  /** Whether never more than one instance may exist, also during an update. */
  public boolean singleInstance() {
    return "true".equals(labels.get(SINGLE_INSTANCE))
        || volumes().stream().anyMatch(Volume.External.class::isInstance);
  }

  /** Roles whose resources the app takes. */
  public Set<String> acceptedRoles(AcceptedRoles byDefault) {
    return acceptedResourceRoles.map(Set::copyOf).orElseGet(() -> byDefault.of(role));
  }

  /** Volumes of the container, if there is one. */
  public List<Volume> volumes() {
    return container.map(Container::volumes).orElse(List.of());
  }

  private List<PortDefinition> definitions() {
    return portDefinitions.orElse(List.of());
  }

  private List<PortMapping> mappings() {
    return container.flatMap(Container::portMappings).orElse(List.of());
  }

  private static <T> List<T> zip(
      List<T> items, List<Integer> ports, BiFunction<T, Integer, T> with) {
    return IntStream.range(0, items.size())
        .mapToObj(i -> with.apply(items.get(i), ports.get(i)))
        .toList();
  }
}
