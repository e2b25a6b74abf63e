package dev.marathon.config;

import java.util.Optional;

/** Which store the journal is in; the one line of configuration that chooses it. */
public sealed interface StoreAddress {

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
   * Reads {@code store.url}: empty for SQLite, or {@code postgresql://host:port/database}.
   *
   * @throws IllegalArgumentException with a sentence that names the key and the fix
   */
  static StoreAddress parse(Optional<String> url) {
    if (url.isEmpty()) {
      return new Sqlite();
    }
    var text = url.get();
    var scheme = text.contains("://") ? text.substring(0, text.indexOf("://")) : "";
    if (!scheme.equals("postgresql")) {
      throw new IllegalArgumentException(
          "store.url must be empty (SQLite) or postgresql://host:port/database, not '"
              + withoutPassword(text)
              + "'");
    }
    return postgresql(text.substring(scheme.length() + "://".length()));
  }

  private static Postgresql postgresql(String rest) {
    int slash = rest.indexOf('/');
    int question = rest.indexOf('?');
    var hosts = slash < 0 ? rest : rest.substring(0, slash);
    var database =
        slash < 0 ? "" : rest.substring(slash + 1, question < 0 ? rest.length() : question);
    if (hosts.contains("@")) {
      throw new IllegalArgumentException(
          "store.url must not hold credentials; use store.user and store.password-file");
    }
    if (hosts.isEmpty() || database.isEmpty() || database.contains("/")) {
      throw new IllegalArgumentException(
          "store.url must name host and database: postgresql://host:port/database");
    }
    return new Postgresql(hosts, database, question < 0 ? "" : rest.substring(question + 1));
  }

  private static String withoutPassword(String text) {
    return text.replaceAll("//[^/@]*@", "//");
  }
}
