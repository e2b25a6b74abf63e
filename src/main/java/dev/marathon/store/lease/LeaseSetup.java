package dev.marathon.store.lease;

import akka.actor.setup.Setup;
import java.util.function.Supplier;

/** Brings the store's leases into the actor system. */
public final class LeaseSetup extends Setup {

  private final Supplier<LeaseTable> tables;
  private final LeaseTimes times;

  /**
   * @param tables opens the leases of the store, once per lease
   */
  public LeaseSetup(Supplier<LeaseTable> tables, LeaseTimes times) {
    this.tables = tables;
    this.times = times;
  }

  LeaseTable open() {
    return tables.get();
  }

  LeaseTimes times() {
    return times;
  }
}
