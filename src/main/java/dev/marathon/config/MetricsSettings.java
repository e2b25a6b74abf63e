package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;

/**
 * Where metrics are sent, besides being asked for.
 *
 * @param statsd gets gauges by UDP
 * @param graphite gets lines of the plaintext protocol by TCP
 */
public record MetricsSettings(Optional<Target> statsd, Optional<Target> graphite) {

  /**
   * @param every pause between two reports
   */
  public record Target(String host, int port, Duration every) {}

  static MetricsSettings from(Config config) {
    return new MetricsSettings(target(config, "statsd"), target(config, "graphite"));
  }

  private static Optional<Target> target(Config config, String name) {
    var section = config.getConfig(name);
    int port = section.getInt("port");
    var every = section.getDuration("interval");
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "metrics." + name + ".port must be 1 to 65535, not " + port);
    }
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("metrics." + name + ".interval must be more than 0");
    }
    return Settings.text(section, "host").map(host -> new Target(host, port, every));
  }
}
