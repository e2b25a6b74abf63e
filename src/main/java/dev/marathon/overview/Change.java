package dev.marathon.overview;

import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.owner.Published;
import java.time.Instant;

/** What the overview took in, with what it was before and after: for those who tell the outside. */
public sealed interface Change {

  Overview before();

  Overview after();

  record GroupWritten(Overview before, Overview after, Published<GroupEvent, GroupState> write)
      implements Change {}

  /**
   * @param ledger its number
   */
  record LedgerWritten(
      int ledger, Overview before, Overview after, Published<LedgerEvent, LedgerState> write)
      implements Change {}

  /**
   * The state of an owner that came to life, with whatever was stored but never told.
   *
   * @param sequence number of the record that this life began with
   */
  record OwnerRead(Overview before, Overview after, String owner, long sequence)
      implements Change {}

  record FactNoted(Overview before, Overview after, Fact fact, Instant at) implements Change {}
}
