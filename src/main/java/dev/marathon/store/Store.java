package dev.marathon.store;

import com.typesafe.config.Config;
import dev.marathon.store.lease.LeaseTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where the journal is, as a node uses it. */
public interface Store extends AutoCloseable {

  /** Where Akka finds it. */
  Config config();

  /**
   * Makes sure that the journal can be used; creates missing tables if the settings allow it.
   *
   * @throws StoreUnavailable if it may work later without anybody's help
   * @throws IOException with a sentence for the operator, if it will not
   */
  void prepare() throws IOException;

  /**
   * The leases in it; absent in a store of one node. Closed by the caller.
   *
   * @param limit longest time that one call may take
   */
  Optional<LeaseTable> leases(Duration limit);

  /** What it is and where, without credentials. */
  @Override
  String toString();

  @Override
  void close() throws IOException;
}
