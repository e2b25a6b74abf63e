package dev.marathon.events;

import dev.marathon.group.GroupEvent;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.Stored;
import java.util.List;

/** Journals as the events that consumers of the event stream would have got at once. */
public final class EventRetelling implements Retelling {

  private LedgerTranslation ledger = new LedgerTranslation(LedgerState.EMPTY);

  /** Only a ledger's events need to be seen against its state. */
  @Override
  public void begin(Held<?> snapshot) {
    if (snapshot.state() instanceof LedgerState state) {
      ledger = new LedgerTranslation(state);
    }
  }

  @Override
  public List<ApiEvent> next(JournalEntry<?> entry) {
    return entry.events().stream().flatMap(stored -> told(stored).stream()).toList();
  }

  private List<ApiEvent> told(Stored<?> stored) {
    if (stored.event() instanceof GroupEvent event) {
      return GroupTranslation.of(event);
    }
    if (stored.event() instanceof LedgerEvent event) {
      ledger.next(event, stored.at());
      return ledger.take();
    }
    throw new IllegalArgumentException("no such owner tells events: " + stored.event());
  }
}
