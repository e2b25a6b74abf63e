package dev.marathon.store;

import dev.marathon.store.lease.LeaseRow;
import dev.marathon.store.lease.LeaseTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Leases as rows, by updates that name the row they replace; over one connection of their own. */
final class PostgresLeases implements LeaseTable {

  /** Opens a connection whose calls end soon. */
  interface Connector {
    Connection open() throws SQLException;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final Connector connector;
  private Connection connection;

  PostgresLeases(Connector connector) {
    this.connector = connector;
  }

  @Override
  public Optional<LeaseRow> read(String name) throws IOException {
    return with(
        c -> {
          try (var select =
              c.prepareStatement(
                  "SELECT holder, beat, members FROM marathon_lease WHERE name = ?")) {
            select.setString(1, name);
            try (var rows = select.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new LeaseRow(rows.getString(1), rows.getLong(2), split(rows.getString(3))))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public boolean write(String name, Optional<LeaseRow> expected, LeaseRow next) throws IOException {
    return with(
        c -> expected.isPresent() ? update(c, name, expected.get(), next) : insert(c, name, next));
  }

  private static boolean insert(Connection c, String name, LeaseRow next) throws SQLException {
    try (var insert =
        c.prepareStatement(
            "INSERT INTO marathon_lease (name, holder, beat, members) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setString(1, name);
      insert.setString(2, next.holder());
      insert.setLong(3, next.beat());
      insert.setString(4, String.join(",", next.members()));
      return insert.executeUpdate() == 1;
    }
  }

  private static boolean update(Connection c, String name, LeaseRow expected, LeaseRow next)
      throws SQLException {
    try (var update =
        c.prepareStatement(
            "UPDATE marathon_lease SET holder = ?, beat = ?, members = ?"
                + " WHERE name = ? AND holder = ? AND beat = ?")) {
      update.setString(1, next.holder());
      update.setLong(2, next.beat());
      update.setString(3, String.join(",", next.members()));
      update.setString(4, name);
      update.setString(5, expected.holder());
      update.setLong(6, expected.beat());
      return update.executeUpdate() == 1;
    }
  }

  private static List<String> split(String members) {
    return members.isEmpty() ? List.of() : List.of(members.split(","));
  }

  /** A connection that failed is not used again. */
  private synchronized <T> T with(Work<T> work) throws IOException {
    try {
      if (connection == null) {
        connection = connector.open();
      }
      return work.on(connection);
    } catch (SQLException failure) {
      close();
      throw new IOException("the store does not answer: " + failure.getMessage(), failure);
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException broken) {
        // It is of no use any more either way.
      }
      connection = null;
    }
  }
}
