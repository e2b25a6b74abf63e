package dev.marathon.owner;

import dev.marathon.base.Decision;
import java.util.List;

/**
 * A decision together with what its events make of the state.
 *
 * @param states after each of the events
 */
public record Folded<E, S, X, R>(Decision<E, X, R> decision, List<S> states) {
  public Folded {
    states = List.copyOf(states);
    if (states.size() != decision.events().size()) {
      throw new IllegalArgumentException("there is one state after each event");
    }
  }
}
