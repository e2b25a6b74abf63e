package dev.marathon.overview;

import dev.marathon.group.GroupEvent;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.owner.Published;
import java.time.Instant;

/** What the overview took in, with what it was before and after: for those who tell the outside. */
public sealed interface Change {

  Overview before();

  Overview after();

  record GroupWritten(Overview before, Overview after, Published<GroupEvent> write)
      implements Change {}

  record LedgerWritten(Overview before, Overview after, Published<LedgerEvent> write)
      implements Change {}

  record FactNoted(Overview before, Overview after, Fact fact, Instant at) implements Change {}
}
