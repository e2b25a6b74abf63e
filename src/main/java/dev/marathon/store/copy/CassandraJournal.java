package dev.marathon.store.copy;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The tables of akka-persistence-cassandra. Cassandra reads owner by owner, not as of one moment: a
 * source must not be in use.
 */
public final class CassandraJournal implements Journal {

  /** Events per partition, as the plug-in divides them ({@code target-partition-size}). */
  private static final long PARTITION = 500_000;

  private static final int WRITES_AT_ONCE = 64;

  /** The plug-in's {@code timebucket}. */
  private static final long HOUR_MILLIS = 3_600_000;

  private final CqlSession session;
  private final PreparedStatement selectDeleted;
  private final PreparedStatement addId;
  private final PreparedStatement addEvent;
  private final PreparedStatement addDeleted;
  private final PreparedStatement addSnapshot;
  private final Set<String> ids = new HashSet<>();
  private final ArrayDeque<CompletionStage<AsyncResultSet>> writes = new ArrayDeque<>();

  /**
   * @param session in the keyspace, whose tables exist; closed by {@link #close}
   */
  public CassandraJournal(CqlSession session) {
    this.session = session;
    selectDeleted = prepare("SELECT deleted_to FROM metadata WHERE persistence_id = ?");
    addId = prepare("INSERT INTO all_persistence_ids (persistence_id) VALUES (?)");
    addEvent =
        prepare(
            "INSERT INTO messages (persistence_id, partition_nr, sequence_nr, timestamp, timebucket,"
                + " writer_uuid, ser_id, ser_manifest, event_manifest, event)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?)");
    addDeleted = prepare("INSERT INTO metadata (persistence_id, deleted_to) VALUES (?, ?)");
    addSnapshot =
        prepare(
            "INSERT INTO snapshots (persistence_id, sequence_nr, timestamp, ser_id, ser_manifest,"
                + " snapshot_data) VALUES (?, ?, ?, ?, ?, ?)");
  }

  private PreparedStatement prepare(String statement) {
    return session.prepare(
        SimpleStatement.newInstance(statement).setConsistencyLevel(ConsistencyLevel.QUORUM));
  }

  @Override
  public void events(Rows<EventRow> to) throws IOException {
    var select =
        prepare(
            "SELECT sequence_nr, timestamp, writer_uuid, ser_id, ser_manifest, event FROM messages"
                + " WHERE persistence_id = ? AND partition_nr = ?");
    for (var id : query("SELECT persistence_id FROM all_persistence_ids")) {
      var owner = text(id, "persistence_id");
      long deletedTo = deletedTo(owner);
      if (deletedTo > 0) {
        to.take(new EventRow(owner, deletedTo, true, "", 0, 0, "", new byte[0]));
      }
      for (long partition = deletedTo / PARTITION; ; partition++) {
        boolean empty = true;
        for (var row : execute(select.bind(owner, partition))) {
          empty = false;
          if (row.getLong("sequence_nr") > deletedTo) {
            to.take(event(owner, row));
          }
        }
        if (empty) {
          break;
        }
      }
    }
  }

  private long deletedTo(String owner) throws IOException {
    var row = execute(selectDeleted.bind(owner)).one();
    return row == null ? 0 : row.getLong("deleted_to");
  }

  private static EventRow event(String owner, Row row) {
    return new EventRow(
        owner,
        row.getLong("sequence_nr"),
        false,
        text(row, "writer_uuid"),
        Uuids.unixTimestamp(Objects.requireNonNull(row.getUuid("timestamp"))),
        row.getInt("ser_id"),
        text(row, "ser_manifest"),
        bytes(row, "event"));
  }

  @Override
  public void snapshots(Rows<SnapshotRow> to) throws IOException {
    for (var row :
        query(
            "SELECT persistence_id, sequence_nr, timestamp, ser_id, ser_manifest, snapshot_data"
                + " FROM snapshots")) {
      to.take(
          new SnapshotRow(
              text(row, "persistence_id"),
              row.getLong("sequence_nr"),
              row.getLong("timestamp"),
              row.getInt("ser_id"),
              text(row, "ser_manifest"),
              bytes(row, "snapshot_data")));
    }
  }

  @Override
  public void add(EventRow event) throws IOException {
    var owner = event.persistenceId();
    if (ids.add(owner)) {
      write(addId.bind(owner));
    }
    if (event.deleted()) {
      write(addDeleted.bind(owner, event.sequence()));
      return;
    }
    write(
        addEvent.bind(
            owner,
            (event.sequence() - 1) / PARTITION,
            event.sequence(),
            Uuids.startOf(event.timestamp()),
            Long.toString(event.timestamp() - event.timestamp() % HOUR_MILLIS),
            event.writer(),
            event.serializer(),
            event.manifest(),
            ByteBuffer.wrap(event.payload())));
  }

  @Override
  public void add(SnapshotRow snapshot) throws IOException {
    write(
        addSnapshot.bind(
            snapshot.persistenceId(),
            snapshot.sequence(),
            snapshot.created(),
            snapshot.serializer(),
            snapshot.manifest(),
            ByteBuffer.wrap(snapshot.payload())));
  }

  @Override
  public Count count() throws IOException {
    commit();
    var events = new long[1];
    events(event -> events[0]++);
    long snapshots = 0;
    for (var unused : query("SELECT sequence_nr FROM snapshots")) {
      snapshots++;
    }
    return new Count(events[0], snapshots);
  }

  /** Each write is durable by itself; a copy that was cut off is told by its count. */
  @Override
  public void commit() throws IOException {
    while (!writes.isEmpty()) {
      await(writes.remove());
    }
  }

  private void write(Statement<?> statement) throws IOException {
    if (writes.size() >= WRITES_AT_ONCE) {
      await(writes.remove());
    }
    writes.add(session.executeAsync(statement));
  }

  private static void await(CompletionStage<AsyncResultSet> write) throws IOException {
    try {
      var unused = write.toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private ResultSet query(String cql) throws IOException {
    return execute(SimpleStatement.newInstance(cql).setConsistencyLevel(ConsistencyLevel.QUORUM));
  }

  private ResultSet execute(Statement<?> statement) throws IOException {
    try {
      return session.execute(statement);
    } catch (DriverException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static byte[] bytes(Row row, String column) {
    var buffer = Objects.requireNonNull(row.getByteBuffer(column));
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    session.close();
  }
}
