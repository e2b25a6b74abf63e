package dev.marathon.owner;

import java.util.List;

/**
 * Events of one write, told after they are stored and before the answer. None if the record was not
 * an event.
 *
 * @param owner persistence id
 * @param firstSequence sequence number of the first record they are in, or of that record
 * @param lastSequence sequence number of the last one
 * @param states after each of the events, or the one state there is without any; so readers need
 *     not fold them again and share them in memory
 */
public record Published<E, S>(
    String owner, long firstSequence, long lastSequence, List<Stored<E>> events, List<S> states) {

  /** That all of them lead to. */
  public S state() {
    return states.get(states.size() - 1);
  }
}
