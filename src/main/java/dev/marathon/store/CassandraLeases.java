package dev.marathon.store;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.marathon.store.lease.LeaseRow;
import dev.marathon.store.lease.LeaseTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Leases as rows, changed by lightweight transactions: a majority of the replicas agrees on each
 * write and each look.
 */
final class CassandraLeases implements LeaseTable {

  private final Supplier<CqlSession> connector;
  private final String table;
  private CqlSession session;

  /**
   * @param connector opens a session whose calls end soon; throws a {@link DriverException} if no
   *     host answers
   */
  CassandraLeases(Supplier<CqlSession> connector, String keyspace) {
    this.connector = connector;
    this.table = keyspace + ".marathon_lease";
  }

  @Override
  public Optional<LeaseRow> read(String name) throws IOException {
    var row =
        execute(
                SimpleStatement.newInstance(
                        "SELECT holder, beat, members FROM " + table + " WHERE name = ?", name)
                    .setConsistencyLevel(ConsistencyLevel.SERIAL))
            .one();
    return Optional.ofNullable(row)
        .map(
            found ->
                new LeaseRow(
                    found.getString("holder"),
                    found.getLong("beat"),
                    split(found.getString("members"))));
  }

  @Override
  public boolean write(String name, Optional<LeaseRow> expected, LeaseRow next) throws IOException {
    var members = String.join(",", next.members());
    return execute(
            expected
                .map(
                    old ->
                        SimpleStatement.newInstance(
                            "UPDATE "
                                + table
                                + " SET holder = ?, beat = ?, members = ?"
                                + " WHERE name = ? IF holder = ? AND beat = ?",
                            next.holder(),
                            next.beat(),
                            members,
                            name,
                            old.holder(),
                            old.beat()))
                .orElseGet(
                    () ->
                        SimpleStatement.newInstance(
                            "INSERT INTO "
                                + table
                                + " (name, holder, beat, members)"
                                + " VALUES (?, ?, ?, ?) IF NOT EXISTS",
                            name,
                            next.holder(),
                            next.beat(),
                            members))
                .setConsistencyLevel(ConsistencyLevel.QUORUM)
                .setSerialConsistencyLevel(ConsistencyLevel.SERIAL))
        .wasApplied();
  }

  private static List<String> split(String members) {
    return members == null || members.isEmpty() ? List.of() : List.of(members.split(","));
  }

  /** Never repeated by the driver: the caller has to know what a refusal means. */
  private synchronized ResultSet execute(SimpleStatement statement) throws IOException {
    try {
      if (session == null) {
        session = connector.get();
      }
      return session.execute(statement.setIdempotent(false));
    } catch (DriverException failure) {
      throw new IOException("the store does not answer: " + failure.getMessage(), failure);
    }
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
