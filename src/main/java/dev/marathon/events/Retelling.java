package dev.marathon.events;

import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import java.util.List;

/** An owner's journal, read in order, as what a log would have been told at once. */
public interface Retelling {

  /** Begins at a snapshot. */
  void begin(Held<?> snapshot);

  /** Takes in the next record. */
  List<ApiEvent> next(JournalEntry<?> entry);
}
