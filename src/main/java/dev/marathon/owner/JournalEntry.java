package dev.marathon.owner;

import java.time.Instant;

/** What an owner writes to the journal. */
public sealed interface JournalEntry<E> permits Stored, JournalEntry.EpochBegan {

  /**
   * The owner came to life on the node of this epoch. Written before anything else, so that every
   * later write of an older node collides with it.
   */
  record EpochBegan<E>(long epoch, Instant at) implements JournalEntry<E> {}
}
