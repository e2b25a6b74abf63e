package dev.marathon.store;

import com.typesafe.config.Config;
import java.io.IOException;

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

  @Override
  public String toString() {
    return data.journal().toString();
  }

  @Override
  public void close() throws IOException {
    data.close();
  }
}
