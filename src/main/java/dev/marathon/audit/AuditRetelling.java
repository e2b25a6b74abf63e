package dev.marathon.audit;

import dev.marathon.base.Unhandled;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.Retelling;
import dev.marathon.group.GroupEvent;
import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.Stored;
import java.util.List;

/** The tree's journal as the entries that were not written down in time. */
public final class AuditRetelling implements Retelling {

  @Override
  public void begin(Held<?> snapshot) {
    // A change says all of itself.
  }

  @Override
  public List<ApiEvent> next(JournalEntry<?> entry) {
    return AuditTranslation.of(entry.events().stream().map(AuditRetelling::ofTree).toList());
  }

  private static Stored<GroupEvent> ofTree(Stored<?> stored) {
    if (stored.event() instanceof GroupEvent event) {
      return new Stored<>(event, stored.at(), stored.epoch(), stored.cause());
    }
    throw new Unhandled(stored.event());
  }
}
