package dev.marathon.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which store the journal is in; the one line of configuration that chooses it. */
public sealed interface StoreAddress {

  /** Most instances of one app for which it was measured; the setting may ask for fewer. */
  default int maxInstancesPerApp() {
    return 100_000;
  }

  /** An embedded file in the data directory: one node. */
  record Sqlite() implements StoreAddress {}

  /**
   * A PostgreSQL database, for any number of nodes.
   *
   * @param hosts {@code host:port}, several with commas
   * @param query parameters of the JDBC driver, without question mark; may be empty
   */
  record Postgresql(String hosts, String database, String query) implements StoreAddress {}

  /**
   * A Cassandra cluster, for any number of nodes.
   *
   * @param hosts where to begin
   * @param dataCenter the one whose hosts are used; absent: that of {@code hosts}
   */
  record Cassandra(List<HostPort> hosts, String keyspace, Optional<String> dataCenter)
      implements StoreAddress {
    public Cassandra {
      hosts = List.copyOf(hosts);
    }

    @Override
    public int maxInstancesPerApp() {
      return 10_000;
    }
  }

  /** One address of several. */
  record HostPort(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Reads {@code store.url}: empty for SQLite, {@code postgresql://host:port/database} or {@code
   * cassandra://host:port/keyspace}.
   *
   * @throws IllegalArgumentException with a sentence that names the key and the fix
   */
  static StoreAddress parse(Optional<String> url) {
    if (url.isEmpty()) {
      return new Sqlite();
    }
    var text = url.get();
    var scheme = text.contains("://") ? text.substring(0, text.indexOf("://")) : "";
    return switch (scheme) {
      case "postgresql" -> postgresql(Parts.of(text, "postgresql://host:port/database"));
      case "cassandra" -> cassandra(Parts.of(text, "cassandra://host:port/keyspace"));
      default ->
          throw new IllegalArgumentException(
              "store.url must be empty (SQLite), postgresql://host:port/database or"
                  + " cassandra://host:port/keyspace, not '"
                  + withoutPassword(text)
                  + "'");
    };
  }

  private static Postgresql postgresql(Parts parts) {
    return new Postgresql(parts.hosts, parts.name, parts.query);
  }

  private static Cassandra cassandra(Parts parts) {
    if (!parts.name.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new IllegalArgumentException(
          "store.url: the keyspace must consist of a-z, 0-9 and _, not '" + parts.name + "'");
    }
    var dataCenter = Optional.<String>empty();
    for (var parameter : parts.query.split("&")) {
      var pair = parameter.split("=", 2);
      if (pair[0].equals("datacenter") && pair.length == 2) {
        dataCenter = Optional.of(pair[1]);
      } else if (!parameter.isEmpty()) {
        throw new IllegalArgumentException(
            "store.url: the only parameter of cassandra:// is datacenter, not '" + parameter + "'");
      }
    }
    return new Cassandra(
        Stream.of(parts.hosts.split(",")).map(StoreAddress::hostPort).toList(),
        parts.name,
        dataCenter);
  }

  private static HostPort hostPort(String text) {
    int colon = text.lastIndexOf(':');
    var port = colon < 0 ? "9042" : text.substring(colon + 1);
    if (colon == 0 || !port.matches("\\d{1,5}")) {
      throw new IllegalArgumentException("store.url: '" + text + "' is not host:port");
    }
    return new HostPort(colon < 0 ? text : text.substring(0, colon), Integer.parseInt(port));
  }

  /**
   * Of any URL.
   *
   * @param name of database or keyspace
   * @param query without question mark; may be empty
   */
  record Parts(String hosts, String name, String query) {

    private static Parts of(String url, String form) {
      var rest = url.substring(url.indexOf("://") + "://".length());
      int slash = rest.indexOf('/');
      int question = rest.indexOf('?');
      var hosts = slash < 0 ? rest : rest.substring(0, slash);
      var name =
          slash < 0 ? "" : rest.substring(slash + 1, question < 0 ? rest.length() : question);
      if (hosts.contains("@")) {
        throw new IllegalArgumentException(
            "store.url must not hold credentials; use store.user and store.password-file");
      }
      if (hosts.isEmpty() || name.isEmpty() || name.contains("/")) {
        throw new IllegalArgumentException("store.url must have the form " + form);
      }
      return new Parts(hosts, name, question < 0 ? "" : rest.substring(question + 1));
    }
  }

  private static String withoutPassword(String text) {
    return text.replaceAll("//[^/@]*@", "//");
  }
}
