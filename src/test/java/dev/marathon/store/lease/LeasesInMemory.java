package dev.marathon.store.lease;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table of leases in memory, with the mishaps of a network. */
public final class LeasesInMemory implements LeaseTable {

  final Map<String, LeaseRow> rows = new HashMap<>();
  boolean away;
  boolean answersGetLost;

  @Override
  public synchronized Optional<LeaseRow> read(String name) throws IOException {
    if (away) {
      throw new IOException("away");
    }
    return Optional.ofNullable(rows.get(name));
  }

  @Override
  public synchronized boolean write(String name, Optional<LeaseRow> expected, LeaseRow next)
      throws IOException {
    if (away) {
      throw new IOException("away");
    }
    var row = Optional.ofNullable(rows.get(name));
    boolean matches =
        row.map(LeaseRow::holder).equals(expected.map(LeaseRow::holder))
            && row.map(LeaseRow::beat).equals(expected.map(LeaseRow::beat));
    if (matches) {
      rows.put(name, next);
    }
    if (answersGetLost) {
      throw new IOException("no answer");
    }
    return matches;
  }

  @Override
  public void close() {}
}
