package dev.marathon.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.marathon.store.Store;
import dev.marathon.store.lease.LeaseRow;
import dev.marathon.store.lease.LeaseTable;
import dev.marathon.store.lease.LeasesInMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One node's way to a store whose leases are shared and whose journal is the node's own. */
final class StoreInMemory implements Store, LeaseTable {

  private final LeasesInMemory leases;
  volatile boolean away;

  StoreInMemory(LeasesInMemory leases) {
    this.leases = leases;
  }

  @Override
  public Config config() {
    return ConfigFactory.parseMap(
        Map.of(
            "akka.persistence.journal.plugin", "akka.persistence.journal.inmem",
            "akka.persistence.snapshot-store.plugin", "akka.persistence.no-snapshot-store"));
  }

  @Override
  public void prepare() {}

  @Override
  public Optional<LeaseTable> leases(Duration limit) {
    return Optional.of(this);
  }

  @Override
  public Optional<LeaseRow> read(String name) throws IOException {
    mustBeThere();
    return leases.read(name);
  }

  @Override
  public boolean write(String name, Optional<LeaseRow> expected, LeaseRow next) throws IOException {
    mustBeThere();
    return leases.write(name, expected, next);
  }

  private void mustBeThere() throws IOException {
    if (away) {
      throw new IOException("away");
    }
  }

  @Override
  public void close() {}
}
