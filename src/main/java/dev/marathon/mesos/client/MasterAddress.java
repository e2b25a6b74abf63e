package dev.marathon.mesos.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a master listens.
 *
 * @param host name or address; IPv6 without brackets
 */
public record MasterAddress(boolean tls, String host, int port) {

  private static final int DEFAULT_PORT = 5050;

  public MasterAddress {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "not the address of a master: '" + host + ":" + port + "'");
    }
  }

  /**
   * Reads {@code http://host:port}, {@code https://host:port}, {@code //host:port} or {@code
   * host:port}; a path is ignored, the port is 5050 if it is left out.
   *
   * @param tls what it is if the text does not say
   * @throws IllegalArgumentException if the text is none of these. The message does not repeat a
   *     password
   */
  public static MasterAddress parse(String text, boolean tls) {
    String trimmed = text.strip();
    try {
      var uri = new URI(trimmed.contains("//") ? trimmed : "//" + trimmed);
      if (uri.getUserInfo() != null || trimmed.contains("@")) {
        throw new IllegalArgumentException(
            "credentials belong into the settings for them, not into the master's address");
      }
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("not the address of a master: '" + trimmed + "'");
      }
      return new MasterAddress(
          tls(uri.getScheme(), tls),
          uri.getHost().replaceAll("[\\[\\]]", ""),
          uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not the address of a master: " + e.getReason(), e);
    }
  }

  private static boolean tls(String scheme, boolean otherwise) {
    if (scheme == null) {
      return otherwise;
    }
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> false;
      case "https" -> true;
      default ->
          throw new IllegalArgumentException("a master speaks http or https, not '" + scheme + "'");
    };
  }

  /** As a URL without a path. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
