package dev.marathon.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Where the HTTP API listens.
 *
 * @param hostNames names besides loopback under which browsers may call us
 */
public record HttpSettings(String address, int port, List<String> hostNames) {
  public HttpSettings {
    hostNames = List.copyOf(hostNames);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("http.port must be 0 to 65535, not " + port);
    }
  }

  static HttpSettings from(Config config) {
    return new HttpSettings(
        config.getString("address"), config.getInt("port"), config.getStringList("host-names"));
  }
}
