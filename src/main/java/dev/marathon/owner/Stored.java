package dev.marathon.owner;

import dev.marathon.base.Cause;
import java.time.Instant;
import java.util.List;

/**
 * Envelope of an event in the journal.
 *
 * @param epoch number of the take-over during which it was written
 */
public record Stored<E>(E event, Instant at, long epoch, Cause cause) implements JournalEntry<E> {

  @Override
  public List<Stored<E>> events() {
    return List.of(this);
  }
}
