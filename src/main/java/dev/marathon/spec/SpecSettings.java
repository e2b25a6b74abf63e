package dev.marathon.spec;

import java.util.Optional;
import java.util.Set;

/**
 * What of the node's configuration matters for the meaning of a definition. The same for every
 * request.
 *
 * @param defaultRole {@code --mesos_role}
 * @param features {@code --enable_features} and {@code --deprecated_features}
 * @param defaultNetworkName name of container networks that give none ({@code
 *     --default_network_name})
 * @param bridgeName name of the network that the old {@code ipAddress} calls the bridge ({@code
 *     --mesos_bridge_name})
 * @param defaultExecutor what runs tasks of apps that name no executor ({@code --executor})
 * @param maxInstances most instances of one app
 * @param newGroupEnforceRole whether a new top-level group makes its name the role of its apps
 *     ({@code --new_group_enforce_role top})
 */
public record SpecSettings(
    String defaultRole,
    Set<String> features,
    Optional<String> defaultNetworkName,
    String bridgeName,
    String defaultExecutor,
    int maxInstances,
    boolean newGroupEnforceRole) {

  /** Executor name that stands for Mesos' own command executor. */
  public static final String COMMAND_EXECUTOR = "//cmd";

  public static final String SECRETS = "secrets";
  public static final String EXTERNAL_VOLUMES = "external_volumes";
  public static final String GPU_RESOURCES = "gpu_resources";
  public static final String SANITIZE_ROLES = "sanitize_accepted_resource_roles";

  public SpecSettings {
    features = Set.copyOf(features);
  }

  /** The settings of a node without flags. */
  public static SpecSettings standard() {
    return new SpecSettings(
        AcceptedRoles.UNRESERVED_ROLE,
        Set.of(),
        Optional.empty(),
        "mesos-bridge",
        COMMAND_EXECUTOR,
        100_000,
        false);
  }

  boolean enabled(String feature) {
    return features.contains(feature);
  }
}
