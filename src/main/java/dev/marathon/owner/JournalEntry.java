package dev.marathon.owner;

import java.time.Instant;
import java.util.List;

/** What an owner writes to the journal. */
public sealed interface JournalEntry<E>
    permits Stored, StoredTogether, JournalEntry.EpochBegan, JournalEntry.Rested {

  /** What it says that happened, in order. */
  default List<Stored<E>> events() {
    return List.of();
  }

  /**
   * The owner came to life on the node of this epoch. Written before anything else, so that every
   * later write of an older node collides with it.
   */
  record EpochBegan<E>(long epoch, Instant at) implements JournalEntry<E> {}

  /**
   * The owner had nothing to do for a while and took a snapshot: Akka takes one only with a record.
   */
  record Rested<E>(Instant at) implements JournalEntry<E> {}
}
