package dev.marathon.spec;

import dev.marathon.base.AppId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds an {@link AppDefinition}, starting from the defaults of the API (but without any port) or
 * from another definition. Does not validate; that is the parser's work.
 */
public final class AppBuilder {

  private final AppId id;
  private Optional<String> cmd = Optional.empty();
  private List<String> args = List.of();
  private Optional<String> user = Optional.empty();
  private Map<String, EnvValue> env = Map.of();
  private int instances = 1;
  private double cpus = 1;
  private double mem = 128;
  private double disk = 0;
  private int gpus = 0;
  private String executor = "";
  private Optional<ExecutorResources> executorResources = Optional.empty();
  private List<Constraint> constraints = List.of();
  private Optional<List<String>> acceptedResourceRoles = Optional.empty();
  private String role = AcceptedRoles.UNRESERVED_ROLE;
  private List<Artifact> fetch = List.of();
  private Optional<Container> container = Optional.empty();
  private List<Network> networks =
      List.of(new Network(Network.Mode.HOST, Optional.empty(), Map.of()));
  private Optional<List<PortDefinition>> portDefinitions = Optional.of(List.of());
  private boolean requirePorts = false;
  private int backoffSeconds = 1;
  private double backoffFactor = 1.15;
  private int maxLaunchDelaySeconds = 300;
  private List<HealthCheck> healthChecks = List.of();
  private Optional<Check> check = Optional.empty();
  private List<ReadinessCheck> readinessChecks = List.of();
  private Optional<Integer> taskKillGracePeriodSeconds = Optional.empty();
  private UpgradeStrategy upgradeStrategy = new UpgradeStrategy(1, 1);
  private KillSelection killSelection = KillSelection.YOUNGEST_FIRST;
  private UnreachableStrategy unreachableStrategy = new UnreachableStrategy.After(0, 0);
  private Optional<Residency> residency = Optional.empty();
  private List<PathId> dependencies = List.of();
  private Map<String, String> labels = Map.of();
  private Map<String, SecretSource> secrets = Map.of();
  private Optional<Boolean> tty = Optional.empty();
  private Optional<ResourceLimits> resourceLimits = Optional.empty();
  private Version version = new Version(Instant.EPOCH);
  private Optional<VersionInfo> versionInfo = Optional.empty();

  private AppBuilder(AppId id) {
    this.id = id;
  }

  /** An app with one instance, host networking and no ports. */
  public static AppBuilder of(AppId id) {
    return new AppBuilder(id);
  }

  /** An app with one instance, host networking and no ports. */
  public static AppBuilder of(String path) {
    return new AppBuilder(new AppId(path));
  }

  static AppBuilder from(AppDefinition app) {
    var builder = new AppBuilder(app.id());
    builder.cmd = app.cmd();
    builder.args = app.args();
    builder.user = app.user();
    builder.env = app.env();
    builder.instances = app.instances();
    builder.cpus = app.cpus();
    builder.mem = app.mem();
    builder.disk = app.disk();
    builder.gpus = app.gpus();
    builder.executor = app.executor();
    builder.executorResources = app.executorResources();
    builder.constraints = app.constraints();
    builder.acceptedResourceRoles = app.acceptedResourceRoles();
    builder.role = app.role();
    builder.fetch = app.fetch();
    builder.container = app.container();
    builder.networks = app.networks();
    builder.portDefinitions = app.portDefinitions();
    builder.requirePorts = app.requirePorts();
    builder.backoffSeconds = app.backoffSeconds();
    builder.backoffFactor = app.backoffFactor();
    builder.maxLaunchDelaySeconds = app.maxLaunchDelaySeconds();
    builder.healthChecks = app.healthChecks();
    builder.check = app.check();
    builder.readinessChecks = app.readinessChecks();
    builder.taskKillGracePeriodSeconds = app.taskKillGracePeriodSeconds();
    builder.upgradeStrategy = app.upgradeStrategy();
    builder.killSelection = app.killSelection();
    builder.unreachableStrategy = app.unreachableStrategy();
    builder.residency = app.residency();
    builder.dependencies = app.dependencies();
    builder.labels = app.labels();
    builder.secrets = app.secrets();
    builder.tty = app.tty();
    builder.resourceLimits = app.resourceLimits();
    builder.version = app.version();
    builder.versionInfo = app.versionInfo();
    return builder;
  }

  public AppDefinition build() {
    return new AppDefinition(
        id,
        cmd,
        args,
        user,
        env,
        instances,
        cpus,
        mem,
        disk,
        gpus,
        executor,
        executorResources,
        constraints,
        acceptedResourceRoles,
        role,
        fetch,
        container,
        networks,
        portDefinitions,
        requirePorts,
        backoffSeconds,
        backoffFactor,
        maxLaunchDelaySeconds,
        healthChecks,
        check,
        readinessChecks,
        taskKillGracePeriodSeconds,
        upgradeStrategy,
        killSelection,
        unreachableStrategy,
        residency,
        dependencies,
        labels,
        secrets,
        tty,
        resourceLimits,
        version,
        versionInfo);
  }

  public AppBuilder cmd(String cmd) {
    this.cmd = Optional.of(cmd);
    return this;
  }

  public AppBuilder args(List<String> args) {
    this.args = args;
    return this;
  }

  public AppBuilder user(String user) {
    this.user = Optional.of(user);
    return this;
  }

  public AppBuilder env(Map<String, EnvValue> env) {
    this.env = env;
    return this;
  }

  public AppBuilder instances(int instances) {
    this.instances = instances;
    return this;
  }

  public AppBuilder cpus(double cpus) {
    this.cpus = cpus;
    return this;
  }

  public AppBuilder mem(double mem) {
    this.mem = mem;
    return this;
  }

  public AppBuilder disk(double disk) {
    this.disk = disk;
    return this;
  }

  public AppBuilder gpus(int gpus) {
    this.gpus = gpus;
    return this;
  }

  public AppBuilder executor(String executor) {
    this.executor = executor;
    return this;
  }

  public AppBuilder executorResources(ExecutorResources executorResources) {
    this.executorResources = Optional.of(executorResources);
    return this;
  }

  public AppBuilder constraints(List<Constraint> constraints) {
    this.constraints = constraints;
    return this;
  }

  public AppBuilder acceptedResourceRoles(List<String> acceptedResourceRoles) {
    this.acceptedResourceRoles = Optional.of(acceptedResourceRoles);
    return this;
  }

  public AppBuilder role(String role) {
    this.role = role;
    return this;
  }

  public AppBuilder fetch(List<Artifact> fetch) {
    this.fetch = fetch;
    return this;
  }

  public AppBuilder container(Container container) {
    this.container = Optional.of(container);
    return this;
  }

  public AppBuilder networks(List<Network> networks) {
    this.networks = networks;
    return this;
  }

  public AppBuilder portDefinitions(List<PortDefinition> portDefinitions) {
    this.portDefinitions = Optional.of(portDefinitions);
    return this;
  }

  public AppBuilder requirePorts(boolean requirePorts) {
    this.requirePorts = requirePorts;
    return this;
  }

  public AppBuilder backoffSeconds(int backoffSeconds) {
    this.backoffSeconds = backoffSeconds;
    return this;
  }

  public AppBuilder backoffFactor(double backoffFactor) {
    this.backoffFactor = backoffFactor;
    return this;
  }

  public AppBuilder maxLaunchDelaySeconds(int maxLaunchDelaySeconds) {
    this.maxLaunchDelaySeconds = maxLaunchDelaySeconds;
    return this;
  }

  public AppBuilder healthChecks(List<HealthCheck> healthChecks) {
    this.healthChecks = healthChecks;
    return this;
  }

  public AppBuilder check(Check check) {
    this.check = Optional.of(check);
    return this;
  }

  public AppBuilder readinessChecks(List<ReadinessCheck> readinessChecks) {
    this.readinessChecks = readinessChecks;
    return this;
  }

  public AppBuilder taskKillGracePeriodSeconds(Integer taskKillGracePeriodSeconds) {
    this.taskKillGracePeriodSeconds = Optional.of(taskKillGracePeriodSeconds);
    return this;
  }

  public AppBuilder upgradeStrategy(UpgradeStrategy upgradeStrategy) {
    this.upgradeStrategy = upgradeStrategy;
    return this;
  }

  public AppBuilder killSelection(KillSelection killSelection) {
    this.killSelection = killSelection;
    return this;
  }

  public AppBuilder unreachableStrategy(UnreachableStrategy unreachableStrategy) {
    this.unreachableStrategy = unreachableStrategy;
    return this;
  }

  public AppBuilder residency(Residency residency) {
    this.residency = Optional.of(residency);
    return this;
  }

  public AppBuilder dependencies(List<PathId> dependencies) {
    this.dependencies = dependencies;
    return this;
  }

  public AppBuilder labels(Map<String, String> labels) {
    this.labels = labels;
    return this;
  }

  public AppBuilder secrets(Map<String, SecretSource> secrets) {
    this.secrets = secrets;
    return this;
  }

  public AppBuilder tty(Boolean tty) {
    this.tty = Optional.of(tty);
    return this;
  }

  public AppBuilder resourceLimits(ResourceLimits resourceLimits) {
    this.resourceLimits = Optional.of(resourceLimits);
    return this;
  }

  public AppBuilder version(Version version) {
    this.version = version;
    return this;
  }

  public AppBuilder versionInfo(VersionInfo versionInfo) {
    this.versionInfo = Optional.of(versionInfo);
    return this;
  }

  /** For bridge and container networking, where the ports are in the container's mappings. */
  public AppBuilder withoutPortDefinitions() {
    this.portDefinitions = Optional.empty();
    return this;
  }

  AppBuilder withoutResidency() {
    this.residency = Optional.empty();
    return this;
  }

  AppBuilder withoutVersionInfo() {
    this.versionInfo = Optional.empty();
    return this;
  }
}
