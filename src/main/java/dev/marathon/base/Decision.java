package dev.marathon.base;

import java.util.List;

/**
 * What a pure decision wants done: facts to store first, then actions to take, then the answer. The
 * shell stores {@code events} in one atomic write; only after that succeeds does it run {@code
 * effects} in order and send {@code reply}. Nothing in {@code effects} may be needed to rebuild
 * state.
 */
public record Decision<E, X, R>(List<E> events, List<X> effects, R reply) {
  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
  }

  /** An answer alone: nothing to store, nothing to do. */
  public static <E, X, R> Decision<E, X, R> reply(R reply) {
    return new Decision<>(List.of(), List.of(), reply);
  }
}
