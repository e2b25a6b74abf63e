package dev.marathon.owner;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * The pure part of an owner.
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> state
 * @param <X> effects
 * @param <R> replies
 */
public interface Rules<C, E, S, X, R> {

  S empty();

  Decision<E, X, R> decide(S state, C command, Context context);

  S apply(S state, E event);

  /** Decides and folds. For rules that fold while they decide, so that it is done once. */
  default Folded<E, S, X, R> fold(S state, C command, Context context) {
    var decision = decide(state, command, context);
    var states = new ArrayList<S>(decision.events().size());
    S last = state;
    for (E event : decision.events()) {
      last = apply(last, event);
      states.add(last);
    }
    return new Folded<>(decision, states);
  }

  /** Things that a snapshot of this state would list, more or less. */
  default int entries(S state) {
    return 0;
  }

  /** How many of those an event adds or changes, more or less. */
  default int changes(E event) {
    return 1;
  }

  /** Everything that has to be done after a take-over, from state alone. */
  List<X> onRecovered(S state, Context context);
}
