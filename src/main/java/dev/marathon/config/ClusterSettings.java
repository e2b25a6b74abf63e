package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How nodes find and watch each other; each is explained in reference.conf.
 *
 * @param address absent: derived from the HTTP address and the host name
 * @param bindAddress absent: like address
 */
public record ClusterSettings(
    Optional<String> address,
    int port,
    Optional<String> bindAddress,
    List<String> seedNodes,
    Standby standby,
    Duration acceptablePause,
    Duration rehearseEvery,
    Duration proxyConnectTimeout,
    Duration proxyReadTimeout,
    int proxyConnections,
    Optional<Tls> tls) {

  /** What a node does with requests while another one leads. */
  public enum Standby {
    REDIRECT,
    PROXY
  }

  /**
   * Mutual TLS between nodes, from PEM files.
   *
   * @param authority the certificates that others' are checked against
   */
  public record Tls(String certificate, String key, String authority) {}

  public ClusterSettings {
    seedNodes = List.copyOf(seedNodes);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("cluster.port must be 0 to 65535, not " + port);
    }
    if (rehearseEvery.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "cluster.rehearse-every must be at least 1 s, not " + rehearseEvery.toMillis() + " ms");
    }
    if (proxyConnections < 1) {
      throw new IllegalArgumentException(
          "cluster.proxy-connections must be at least 1, not " + proxyConnections);
    }
    if (acceptablePause.compareTo(Duration.ofMillis(500)) < 0
        || acceptablePause.compareTo(Duration.ofSeconds(30)) > 0) {
      throw new IllegalArgumentException(
          "cluster.acceptable-pause must be 500 ms to 30 s, not "
              + acceptablePause.toMillis()
              + " ms");
    }
  }

  static ClusterSettings from(Config config) {
    return new ClusterSettings(
        Settings.text(config, "address"),
        config.getInt("port"),
        Settings.text(config, "bind-address"),
        config.getStringList("seed-nodes"),
        standby(config.getString("standby")),
        config.getDuration("acceptable-pause"),
        config.getDuration("rehearse-every"),
        config.getDuration("proxy-connect-timeout"),
        config.getDuration("proxy-read-timeout"),
        config.getInt("proxy-connections"),
        tls(config.getConfig("tls")));
  }

  private static Standby standby(String text) {
    try {
      return Standby.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "cluster.standby must be redirect or proxy, not '" + text + "'", unknown);
    }
  }

  private static Optional<Tls> tls(Config config) {
    var certificate = Settings.text(config, "certificate");
    var key = Settings.text(config, "key");
    var authority = Settings.text(config, "authority");
    if (certificate.isEmpty() && key.isEmpty() && authority.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty() || authority.isEmpty()) {
      throw new IllegalArgumentException(
          "cluster.tls needs certificate, key and authority, or none of them");
    }
    return Optional.of(new Tls(certificate.get(), key.get(), authority.get()));
  }
}
