package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * How offers are used; each is explained in reference.conf.
 *
 * @param placement {@code spread} or {@code pack}
 * @param acceptedRoles {@code any}, {@code unreserved} or {@code reserved}
 * @param gpuScheduling {@code restricted} or {@code unrestricted}
 */
public record OfferSettings(
    String placement,
    String acceptedRoles,
    String gpuScheduling,
    boolean maintenanceMode,
    Duration draining,
    int launchesPerRound,
    Duration declineFor,
    Duration reviveInterval) {

  public OfferSettings {
    SchedulingSettings.oneOf("placement", placement, List.of("spread", "pack"));
    SchedulingSettings.oneOf(
        "accepted-resource-roles-default-behavior",
        acceptedRoles,
        List.of("any", "unreserved", "reserved"));
    SchedulingSettings.oneOf(
        "gpu-scheduling-behavior", gpuScheduling, List.of("restricted", "unrestricted"));
    SchedulingSettings.positive("launches-per-round", launchesPerRound);
    SchedulingSettings.notNegative("draining", draining);
    SchedulingSettings.notNegative("decline-offer-duration", declineFor);
    SchedulingSettings.notNegative("revive-interval", reviveInterval);
  }

  static OfferSettings from(Config config) {
    return new OfferSettings(
        config.getString("placement"),
        config.getString("accepted-resource-roles-default-behavior"),
        config.getString("gpu-scheduling-behavior"),
        config.getBoolean("maintenance-mode"),
        config.getDuration("draining"),
        config.getInt("launches-per-round"),
        config.getDuration("decline-offer-duration"),
        config.getDuration("revive-interval"));
  }
}
