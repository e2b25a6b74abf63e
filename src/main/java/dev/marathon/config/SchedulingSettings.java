package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits and choices of scheduling; each is explained in reference.conf. */
public record SchedulingSettings(
    Optional<String> envVarsPrefix,
    int localPortMin,
    int localPortMax,
    String mesosBridgeName,
    Optional<String> defaultNetworkName,
    String acceptedResourceRolesDefaultBehavior,
    int maxInstancesPerApp,
    int maxRunningDeployments,
    List<String> features,
    String placement,
    Duration declineOfferDuration) {

  public SchedulingSettings {
    features = List.copyOf(features);
    if (localPortMin < 1 || localPortMax > 65_535 || localPortMin > localPortMax) {
      throw new IllegalArgumentException(
          "scheduling.local-port-min and local-port-max must be a range within 1 to 65535");
    }
    oneOf(
        "accepted-resource-roles-default-behavior",
        acceptedResourceRolesDefaultBehavior,
        List.of("any", "unreserved", "reserved"));
    oneOf("placement", placement, List.of("spread", "pack"));
  }

  static SchedulingSettings from(Config config) {
    return new SchedulingSettings(
        Settings.text(config, "env-vars-prefix"),
        config.getInt("local-port-min"),
        config.getInt("local-port-max"),
        config.getString("mesos-bridge-name"),
        Settings.text(config, "default-network-name"),
        config.getString("accepted-resource-roles-default-behavior"),
        config.getInt("max-instances-per-app"),
        config.getInt("max-running-deployments"),
        config.getStringList("features"),
        config.getString("placement"),
        config.getDuration("decline-offer-duration"));
  }

  private static void oneOf(String key, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          "scheduling." + key + " must be one of " + allowed + ", not '" + value + "'");
    }
  }
}
