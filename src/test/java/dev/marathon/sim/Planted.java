package dev.marathon.sim;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.owner.Rules;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Rules with a bug: those of the product, with something changed in what they decide, or with
 * events that their fold overlooks.
 */
record Planted<C, E, S, X, R>(
    Rules<C, E, S, X, R> right, Wrong<S, E, X, R> wrong, BiPredicate<S, E> overlooks)
    implements Rules<C, E, S, X, R> {

  /** Changes a decision. */
  interface Wrong<S, E, X, R> {
    Decision<E, X, R> of(S state, Decision<E, X, R> right, Context context);
  }

  static <C, E, S, X, R> Planted<C, E, S, X, R> decision(
      Rules<C, E, S, X, R> right, Wrong<S, E, X, R> wrong) {
    return new Planted<>(right, wrong, (state, event) -> false);
  }

  static <C, E, S, X, R> Planted<C, E, S, X, R> fold(
      Rules<C, E, S, X, R> right, Class<? extends E> overlooked) {
    return new Planted<>(
        right,
        (state, decision, context) -> decision,
        (state, event) -> overlooked.isInstance(event));
  }

  @Override
  public S empty() {
    return right.empty();
  }

  @Override
  public Decision<E, X, R> decide(S state, C command, Context context) {
    return wrong.of(state, right.decide(state, command, context), context);
  }

  @Override
  public S apply(S state, E event) {
    return overlooks.test(state, event) ? state : right.apply(state, event);
  }

  @Override
  public List<X> onRecovered(S state, Context context) {
    return right.onRecovered(state, context);
  }
}
