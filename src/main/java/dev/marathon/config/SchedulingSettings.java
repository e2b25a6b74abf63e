package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Limits and choices of scheduling; each is explained in reference.conf.
 *
 * @param newGroupEnforceRole whether a new top-level group makes its name the role of its apps
 */
public record SchedulingSettings(
    Optional<String> envVarsPrefix,
    int localPortMin,
    int localPortMax,
    String mesosBridgeName,
    Optional<String> defaultNetworkName,
    boolean newGroupEnforceRole,
    int maxInstancesPerApp,
    int maxRunningDeployments,
    List<String> features,
    OfferSettings offers,
    TaskSettings tasks) {

  private static final Pattern NETWORK_NAME =
      Pattern.compile("[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?");

  /** What can be named; the first five are the original's for good, the others it is losing. */
  private static final List<String> FEATURES =
      List.of(
          "vips",
          "task_killing",
          "external_volumes",
          "secrets",
          "gpu_resources",
          "sanitize_accepted_resource_roles",
          "text_plain_tasks",
          "disable_sanitize_accepted_resource_roles",
          "disable_text_plain_tasks");

  public SchedulingSettings {
    features = List.copyOf(features);
    features.forEach(feature -> oneOf("features", feature, FEATURES));
    if (!NETWORK_NAME.matcher(mesosBridgeName).matches()) {
      throw new IllegalArgumentException(
          "scheduling.mesos-bridge-name must be lower-case letters, digits, inner '-' and '_', not '"
              + mesosBridgeName
              + "'");
    }
    if (localPortMin < 1 || localPortMax > 65_535 || localPortMin > localPortMax) {
      throw new IllegalArgumentException(
          "scheduling.local-port-min and local-port-max must be a range within 1 to 65535");
    }
    positive("max-instances-per-app", maxInstancesPerApp);
    positive("max-running-deployments", maxRunningDeployments);
  }

  /**
   * @param mostInstances of one app that the store bears
   */
  static SchedulingSettings from(Config config, int mostInstances) {
    return new SchedulingSettings(
        Settings.text(config, "env-vars-prefix"),
        config.getInt("local-port-min"),
        config.getInt("local-port-max"),
        config.getString("mesos-bridge-name"),
        Settings.text(config, "default-network-name"),
        enforce(config.getString("new-group-enforce-role")),
        Math.min(config.getInt("max-instances-per-app"), mostInstances),
        config.getInt("max-running-deployments"),
        config.getStringList("features").stream().map(String::strip).toList(),
        OfferSettings.from(config),
        TaskSettings.from(config));
  }

  private static boolean enforce(String value) {
    oneOf("new-group-enforce-role", value, List.of("off", "top"));
    return value.equals("top");
  }

  static void oneOf(String key, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          "scheduling." + key + " must be one of " + allowed + ", not '" + value + "'");
    }
  }

  static void positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("scheduling." + key + " must be at least 1, not " + value);
    }
  }

  static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("scheduling." + key + " must be more than 0");
    }
  }

  static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("scheduling." + key + " must not be negative");
    }
  }
}
