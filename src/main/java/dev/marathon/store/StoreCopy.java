package dev.marathon.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies a journal, row by row, into an empty one: backup, restore and move between SQLite and
 * PostgreSQL are the same thing, because both hold the same rows. The source may be in use: it is
 * read as of one moment.
 */
public final class StoreCopy {

  private static final int BATCH = 500;

  private static final List<String> EVENT =
      List.of(
          "persistence_id",
          "sequence_number",
          "deleted",
          "writer",
          "write_timestamp",
          "adapter_manifest",
          "event_ser_id",
          "event_ser_manifest",
          "event_payload");

  private static final List<String> SNAPSHOT =
      List.of(
          "persistence_id",
          "sequence_number",
          "created",
          "snapshot_ser_id",
          "snapshot_ser_manifest",
          "snapshot_payload");

  /**
   * What was copied.
   *
   * @param events records of all owners
   * @param snapshots of all owners
   */
  public record Copied(long events, long snapshots) {}

  private StoreCopy() {}

  /**
   * Copies everything in one transaction of the target.
   *
   * @param from its tables exist
   * @param to its tables exist and are empty
   * @throws IOException with a sentence for the operator
   */
  public static Copied copy(Connection from, Connection to) throws IOException, SQLException {
    from.setAutoCommit(false);
    from.setTransactionIsolation(
        from.getMetaData().getDatabaseProductName().equals("PostgreSQL")
            ? Connection.TRANSACTION_REPEATABLE_READ
            : Connection.TRANSACTION_SERIALIZABLE);
    to.setAutoCommit(false);
    for (var table : List.of("event_journal", "snapshot")) {
      if (count(to, table) > 0) {
        throw new IOException(
            "the target is not empty: its table " + table + " has rows; nothing was copied");
      }
    }
    var copied =
        new Copied(
            rows(from, to, "event_journal", EVENT, "ordering"),
            rows(from, to, "snapshot", SNAPSHOT, "persistence_id, sequence_number"));
    if (copied.events() != count(to, "event_journal")
        || copied.snapshots() != count(to, "snapshot")) {
      throw new IOException("the target does not hold what was copied; nothing was kept");
    }
    to.commit();
    from.rollback();
    return copied;
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static long rows(
      Connection from, Connection to, String table, List<String> columns, String order)
      throws SQLException {
    var names = String.join(", ", columns);
    var marks =
        IntStream.range(0, columns.size()).mapToObj(i -> "?").collect(Collectors.joining(", "));
    long copied = 0;
    try (var select =
            from.prepareStatement("SELECT " + names + " FROM " + table + " ORDER BY " + order);
        var insert =
            to.prepareStatement(
                "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")")) {
      select.setFetchSize(BATCH);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          for (int i = 1; i <= columns.size(); i++) {
            set(insert, i, columns.get(i - 1), rows);
          }
          insert.addBatch();
          copied++;
          if (copied % BATCH == 0) {
            insert.executeBatch();
          }
        }
      }
      insert.executeBatch();
    }
    return copied;
  }

  /** SQLite has no types of its own for these. */
  private static void set(
      java.sql.PreparedStatement insert, int index, String column, java.sql.ResultSet rows)
      throws SQLException {
    if (column.equals("deleted")) {
      insert.setBoolean(index, rows.getBoolean(index));
    } else if (column.endsWith("_payload")) {
      insert.setBytes(index, rows.getBytes(index));
    } else {
      insert.setObject(index, rows.getObject(index));
    }
  }
}
