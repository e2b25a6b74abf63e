package dev.marathon.store.lease;

import java.io.IOException;
import java.util.Optional;

/**
 * The leases in a store. Calls block for at most the operation timeout of the lease.
 *
 * <p>A failed {@link #write} may have been done all the same.
 */
public interface LeaseTable extends AutoCloseable {

  /** May be older than the newest write of another node. */
  Optional<LeaseRow> read(String name) throws IOException;

  /**
   * Writes a row if the stored one is still the expected one: same holder, same beat.
   *
   * @param expected absent: there must be no row yet
   * @return whether it was written
   */
  boolean write(String name, Optional<LeaseRow> expected, LeaseRow next) throws IOException;

  @Override
  void close();
}
