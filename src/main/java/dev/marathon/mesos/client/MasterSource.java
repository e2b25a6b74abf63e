package dev.marathon.mesos.client;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where the leading master is looked for. */
public sealed interface MasterSource {

  /** One of these masters leads, or knows who does. */
  record Listed(List<MasterAddress> masters) implements MasterSource {
    public Listed {
      masters = List.copyOf(masters);
      if (masters.isEmpty()) {
        throw new IllegalArgumentException("no master is named");
      }
    }
  }

  /**
   * The leading master registers itself in ZooKeeper.
   *
   * @param ensemble {@code host:port,host:port…}
   * @param path of the masters' nodes, {@code /mesos} by custom
   * @param digest {@code user:password}. Never printed
   * @param tls whether masters found here are spoken to with https
   */
  record ZooKeeper(String ensemble, String path, Optional<String> digest, boolean tls)
      implements MasterSource {
    @Override
    public String toString() {
      return "zk://" + (digest.isPresent() ? "***@" : "") + ensemble + path;
    }
  }

  /**
   * Reads a comma-separated list of {@code http(s)://host:port} or {@code host:port}, or one {@code
   * zk://[user:password@]host:port,host:port/path}.
   *
   * @param tls whether masters named without a scheme speak https
   * @throws IllegalArgumentException in words for the operator, without any password
   */
  static MasterSource parse(String text, boolean tls) {
    String trimmed = text.strip();
    if (trimmed.startsWith("zk://")) {
      return zooKeeper(trimmed.substring("zk://".length()), tls);
    }
    return new Listed(
        Arrays.stream(trimmed.split(","))
            .filter(part -> !part.isBlank())
            .map(part -> MasterAddress.parse(part, tls))
            .toList());
  }

  private static ZooKeeper zooKeeper(String rest, boolean tls) {
    int at = rest.lastIndexOf('@');
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
    String address = rest.substring(at + 1);
    int slash = address.indexOf('/');
    if (slash <= 0 || slash == address.length() - 1) {
      throw new IllegalArgumentException(
          "a ZooKeeper address is zk://host:port,host:port/path; the path is often /mesos");
    }
    String path = address.substring(slash);
    return new ZooKeeper(
        address.substring(0, slash),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        digest,
        tls);
  }
}
