package dev.marathon.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.StoreAddress;
import dev.marathon.config.StoreSettings;
import dev.marathon.store.lease.LeaseTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A PostgreSQL database, shared by any number of nodes. Its primary key on (persistence id,
 * sequence number) refuses a writer that does not know of a newer one.
 */
public final class PostgresStore implements Store {

  /** Serializes the creation of tables by nodes that start together. */
  private static final long SCHEMA_LOCK = 0x6d61726174686f6eL;

  /** Classes of SQLSTATE that time does not heal: wrong credentials, no such database, no right. */
  private static final Set<String> HOPELESS = Set.of("28", "3D", "42");

  private static final Set<String> TABLES =
      Set.of("event_journal", "event_tag", "snapshot", "marathon_lease");

  private final StoreSettings settings;
  private final StoreAddress.Postgresql address;

  public PostgresStore(StoreSettings settings, StoreAddress.Postgresql address) {
    this.settings = settings;
    this.address = address;
  }

  @Override
  public Config config() {
    var database = new LinkedHashMap<String, Object>();
    database.put("profile", "slick.jdbc.PostgresProfile$");
    database.put("db.driver", "org.postgresql.Driver");
    database.put("db.url", url());
    settings.user().ifPresent(user -> database.put("db.user", user));
    settings.password().ifPresent(password -> database.put("db.password", password));
    return ConfigFactory.parseMap(database)
        .atPath("akka-persistence-jdbc.shared-databases.slick")
        .withFallback(ConfigFactory.parseResources("postgresql.conf"));
  }

  @Override
  public void prepare() throws IOException {
    try (var connection = connect()) {
      if (settings.createSchema()) {
        create(connection);
      }
      requireTables(connection);
    } catch (SQLException failure) {
      var state = failure.getSQLState() == null ? "" : failure.getSQLState();
      var message = "cannot use " + this + ": " + failure.getMessage();
      throw HOPELESS.stream().anyMatch(state::startsWith)
          ? new IOException(message, failure)
          : new StoreUnavailable(message, failure);
    }
  }

  @Override
  public Optional<LeaseTable> leases(Duration limit) {
    return Optional.of(
        new PostgresLeases(
            () -> {
              var connection = connect();
              connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
              return connection;
            }));
  }

  /** One more connection, closed by the caller. */
  public Connection connect() throws SQLException {
    var login = new Properties();
    settings.user().ifPresent(user -> login.setProperty("user", user));
    settings.password().ifPresent(password -> login.setProperty("password", password));
    return DriverManager.getConnection(url(), login);
  }

  private static void create(Connection connection) throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + SCHEMA_LOCK + ")");
      for (var sql : Ddl.statements("postgresql.sql")) {
        statement.execute(sql);
      }
      statement.execute("SELECT pg_advisory_unlock(" + SCHEMA_LOCK + ")");
    }
  }

  private void requireTables(Connection connection) throws SQLException, IOException {
    for (var table : TABLES) {
      try (var find = connection.prepareStatement("SELECT to_regclass(?)")) {
        find.setString(1, table);
        try (var found = find.executeQuery()) {
          if (!found.next() || found.getString(1) == null) {
            throw new IOException(
                this
                    + " lacks the table "
                    + table
                    + "; create it (marathon store schema postgresql) or set store.create-schema = true");
          }
        }
      }
    }
  }

  /** The driver's URL: ours are only defaults. */
  private String url() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("ApplicationName", "ApplicationName=marathon");
    parameters.put("connectTimeout", "connectTimeout=2");
    parameters.put("socketTimeout", "socketTimeout=10");
    parameters.put("tcpKeepAlive", "tcpKeepAlive=true");
    parameters.put("reWriteBatchedInserts", "reWriteBatchedInserts=true");
    // Errors would quote what was to be written: environments of apps hold secrets.
    parameters.put("logServerErrorDetail", "logServerErrorDetail=false");
    // A node that was cut off in the middle of a write must not hold up its successor.
    parameters.put("options", "options=-c%20idle_in_transaction_session_timeout=2s");
    for (var given : address.query().split("&")) {
      if (!given.isEmpty()) {
        parameters.put(given.split("=", 2)[0], given);
      }
    }
    return "jdbc:postgresql://"
        + address.hosts()
        + "/"
        + address.database()
        + parameters.values().stream().collect(Collectors.joining("&", "?", ""));
  }

  @Override
  public String toString() {
    return "postgresql://" + address.hosts() + "/" + address.database();
  }

  @Override
  public void close() {
    // Connections belong to those who opened them.
  }
}
