package dev.marathon.store.copy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The tables in SQLite and PostgreSQL. Reads as of one moment, also while the store is in use; adds
 * in one transaction.
 */
public final class SqlJournal implements Journal {

  private static final int BATCH = 500;

  private static final String EVENT =
      "persistence_id, sequence_number, deleted, writer, write_timestamp, event_ser_id,"
          + " event_ser_manifest, event_payload";
  private static final String SNAPSHOT =
      "persistence_id, sequence_number, created, snapshot_ser_id, snapshot_ser_manifest,"
          + " snapshot_payload";

  private interface Row<T> {
    T of(ResultSet rows) throws SQLException;
  }

  private final Connection connection;
  private final PreparedStatement addEvent;
  private final PreparedStatement addSnapshot;
  private int waiting;

  /**
   * @param connection to tables that exist; closed by {@link #close}
   */
  public SqlJournal(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(
        connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
            ? Connection.TRANSACTION_REPEATABLE_READ
            : Connection.TRANSACTION_SERIALIZABLE);
    addEvent =
        connection.prepareStatement(
            "INSERT INTO event_journal (adapter_manifest, "
                + EVENT
                + ") VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?)");
    addSnapshot =
        connection.prepareStatement(
            "INSERT INTO snapshot (" + SNAPSHOT + ") VALUES (?, ?, ?, ?, ?, ?)");
  }

  @Override
  public void events(Rows<EventRow> to) throws IOException {
    read(
        "SELECT " + EVENT + " FROM event_journal ORDER BY ordering",
        row ->
            new EventRow(
                row.getString(1),
                row.getLong(2),
                row.getBoolean(3),
                row.getString(4),
                row.getLong(5),
                row.getInt(6),
                row.getString(7),
                row.getBytes(8)),
        to);
  }

  @Override
  public void snapshots(Rows<SnapshotRow> to) throws IOException {
    read(
        "SELECT " + SNAPSHOT + " FROM snapshot ORDER BY persistence_id, sequence_number",
        row ->
            new SnapshotRow(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getInt(4),
                row.getString(5),
                row.getBytes(6)),
        to);
  }

  private <T> void read(String query, Row<T> row, Rows<T> to) throws IOException {
    try (var select = connection.prepareStatement(query)) {
      select.setFetchSize(BATCH);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          to.take(row.of(rows));
        }
      }
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public void add(EventRow event) throws IOException {
    try {
      addEvent.setString(1, event.persistenceId());
      addEvent.setLong(2, event.sequence());
      addEvent.setBoolean(3, event.deleted());
      addEvent.setString(4, event.writer());
      addEvent.setLong(5, event.timestamp());
      addEvent.setInt(6, event.serializer());
      addEvent.setString(7, event.manifest());
      addEvent.setBytes(8, event.payload());
      batch(addEvent);
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public void add(SnapshotRow snapshot) throws IOException {
    try {
      addSnapshot.setString(1, snapshot.persistenceId());
      addSnapshot.setLong(2, snapshot.sequence());
      addSnapshot.setLong(3, snapshot.created());
      addSnapshot.setInt(4, snapshot.serializer());
      addSnapshot.setString(5, snapshot.manifest());
      addSnapshot.setBytes(6, snapshot.payload());
      batch(addSnapshot);
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private void batch(PreparedStatement statement) throws SQLException {
    statement.addBatch();
    if (++waiting >= BATCH) {
      flush();
    }
  }

  private void flush() throws SQLException {
    addEvent.executeBatch();
    addSnapshot.executeBatch();
    waiting = 0;
  }

  @Override
  public Count count() throws IOException {
    try {
      flush();
      return new Count(count("event_journal"), count("snapshot"));
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private long count(String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void commit() throws IOException {
    try {
      flush();
      connection.commit();
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }
}
