package dev.marathon.offer;

import dev.marathon.base.Context;
import dev.marathon.offer.Requirement.Look;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all demands of a round share. */
final class RoundTools {

  private final Context context;
  private final Dice dice;
  private final Look look;
  private final Tally.Budget budget;
  private final Map<Set<String>, Set<String>> roleSets = new HashMap<>();
  private final Map<Object, Tally> failed = new HashMap<>();
  private long checks;

  RoundTools(Context context, RoundInput input) {
    this.context = context;
    this.dice = new Dice(context.newId());
    this.look = new Look(input.settings(), context.now(), input.masterRegion());
    this.budget = new Tally.Budget(input.settings().explainedInAll());
  }

  Context context() {
    return context;
  }

  Dice dice() {
    return dice;
  }

  Look look() {
    return look;
  }

  Tally.Budget budget() {
    return budget;
  }

  /** Equal sets become the same object. */
  Set<String> same(Set<String> roles) {
    return roleSets.computeIfAbsent(roles, key -> key);
  }

  /** How the agents failed an earlier demand with the same requirement, if all of them did. */
  Optional<Tally> failedBefore(Object key) {
    return Optional.ofNullable(failed.get(key));
  }

  void failed(Object key, Tally tally) {
    failed.put(key, tally);
  }

  /** One more agent is looked at. */
  void check() {
    checks++;
  }

  long checks() {
    return checks;
  }
}
