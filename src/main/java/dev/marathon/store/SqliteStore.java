package dev.marathon.store;

import com.typesafe.config.Config;
import dev.marathon.store.lease.LeaseTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The embedded journal in a data directory.
 *
 * @param data locked by the opener, released by {@link #close}
 */
public record SqliteStore(DataDirectory data) implements Store {

  @Override
  public Config config() {
    return SqliteJournal.config(data.journal());
  }

  @Override
  public void prepare() throws IOException {
    SqliteJournal.create(data.journal());
  }

  /** The data directory is locked instead. */
  @Override
  public Optional<LeaseTable> leases(Duration limit) {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return data.journal().toString();
  }

  @Override
  public void close() throws IOException {
    data.close();
  }
}
