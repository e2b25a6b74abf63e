package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;

/** How tasks are watched and ended; each is explained in reference.conf. */
public record TaskSettings(
    String defaultExecutor,
    Duration launchTimeout,
    int killsInFlight,
    Duration killRetry,
    Duration reconciliationInterval) {

  public TaskSettings {
    if (defaultExecutor.isBlank()) {
      throw new IllegalArgumentException("scheduling.default-executor must not be empty");
    }
    SchedulingSettings.positive("launch-timeout", launchTimeout);
    SchedulingSettings.positive("kills-in-flight", killsInFlight);
    SchedulingSettings.positive("kill-retry", killRetry);
    SchedulingSettings.positive("reconciliation-interval", reconciliationInterval);
  }

  static TaskSettings from(Config config) {
    return new TaskSettings(
        config.getString("default-executor"),
        config.getDuration("launch-timeout"),
        config.getInt("kills-in-flight"),
        config.getDuration("kill-retry"),
        config.getDuration("reconciliation-interval"));
  }
}
