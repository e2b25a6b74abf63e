package dev.marathon.config;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the HTTP API listens.
 *
 * @param hostNames names besides loopback under which browsers may call us
 * @param allowOrigins other web sites whose pages may read
 * @param compression whether answers are compressed for clients that accept it
 * @param maxConcurrentRequests more are refused; 0 means no limit
 * @param logRequests whether each request is a line of the log
 * @param maxConnections more are closed at once
 */
public record HttpSettings(
    String address,
    int port,
    List<String> hostNames,
    Set<String> allowOrigins,
    boolean compression,
    int maxConcurrentRequests,
    boolean logRequests,
    int maxConnections,
    int maxConnectionsPerAddress) {
  public HttpSettings {
    hostNames = List.copyOf(hostNames);
    allowOrigins = Set.copyOf(allowOrigins);
    for (var origin : allowOrigins) {
      if (!origin.equals("*") && !origin.matches("https?://[^/?#\\s]+")) {
        throw new IllegalArgumentException(
            "http.allow-origins must be origins such as https://host:port, or *; '"
                + origin
                + "' is not");
      }
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("http.port must be 0 to 65535, not " + port);
    }
    if (maxConnections < 10 || maxConnectionsPerAddress < 10) {
      throw new IllegalArgumentException(
          "http.max-connections and http.max-connections-per-address must be at least 10");
    }
    if (maxConcurrentRequests < 0) {
      throw new IllegalArgumentException(
          "http.max-concurrent-requests must not be negative, but is " + maxConcurrentRequests);
    }
  }

  /** Whether only this machine reaches us. */
  public boolean loopback() {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /**
   * @param authenticated whether the API asks who is there: only then it is opened to the network
   *     without being told so
   */
  static HttpSettings from(Config config, boolean authenticated) {
    return new HttpSettings(
        Settings.text(config, "address").orElse(authenticated ? "0.0.0.0" : "127.0.0.1"),
        config.getInt("port"),
        config.getStringList("host-names"),
        Settings.text(config, "allow-origins").stream()
            .flatMap(all -> Stream.of(all.split(",")))
            .map(String::strip)
            .collect(Collectors.toSet()),
        config.getBoolean("compression"),
        config.getInt("max-concurrent-requests"),
        config.getBoolean("log-requests"),
        config.getInt("max-connections"),
        config.getInt("max-connections-per-address"));
  }

  HttpSettings withPort(int other) {
    return new HttpSettings(
        address,
        other,
        hostNames,
        allowOrigins,
        compression,
        maxConcurrentRequests,
        logRequests,
        maxConnections,
        maxConnectionsPerAddress);
  }
}
