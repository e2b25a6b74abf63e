package dev.marathon.health.actor;

import dev.marathon.instance.Instance;
import dev.marathon.spec.AppDefinition;

/**
 * An instance with checks for Marathon to run, as it is now.
 *
 * @param definition of its configuration
 * @param current whether that is the configuration that its app is to have
 */
public record Watched(Instance instance, AppDefinition definition, boolean current) {

  /** Whether an app has any check that Marathon runs. */
  public static boolean wanted(AppDefinition definition) {
    return !definition.readinessChecks().isEmpty()
        || definition.healthChecks().stream().anyMatch(check -> check.protocol().byMarathon());
  }
}
