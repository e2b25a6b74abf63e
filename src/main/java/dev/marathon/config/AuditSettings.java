package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Memory of the audit log.
 *
 * @param maxEntries older ones go, whatever their age
 */
public record AuditSettings(Duration retention, int maxEntries) {

  public AuditSettings {
    if (retention.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("audit.retention must be at least a minute");
    }
    if (maxEntries < 100 || maxEntries > 1_000_000) {
      throw new IllegalArgumentException(
          "audit.max-entries must be within 100 to 1000000, not " + maxEntries);
    }
  }

  static AuditSettings from(Config config) {
    return new AuditSettings(config.getDuration("retention"), config.getInt("max-entries"));
  }
}
