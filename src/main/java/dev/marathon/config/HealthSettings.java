package dev.marathon.config;

import com.typesafe.config.Config;

/** Limits of the checks that Marathon runs itself; each is explained in reference.conf. */
public record HealthSettings(int maxInFlight, int maxInFlightPerTarget) {

  public HealthSettings {
    if (maxInFlight < 2 || maxInFlight > 50_000) {
      throw new IllegalArgumentException("health.max-in-flight must be within 2 to 50000");
    }
    if (maxInFlightPerTarget < 1) {
      throw new IllegalArgumentException("health.max-in-flight-per-target must be at least 1");
    }
  }

  static HealthSettings from(Config config) {
    return new HealthSettings(
        config.getInt("max-in-flight"), config.getInt("max-in-flight-per-target"));
  }
}
