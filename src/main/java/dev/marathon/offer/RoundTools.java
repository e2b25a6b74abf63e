package dev.marathon.offer;

import dev.marathon.base.Context;
import dev.marathon.offer.Requirement.Look;
import java.util.ArrayList;
import java.util.List;

/** What all demands of a round share. */
final class RoundTools {

  private final Context context;
  private final Dice dice;
  private final Look look;
  private final Tally.Budget budget;
  private final List<NoMatch> scratch = new ArrayList<>();
  private long checks;

  RoundTools(Context context, RoundInput input) {
    this.context = context;
    this.dice = new Dice(context.newId());
    this.look = new Look(input.settings(), context.now(), input.masterRegion(), false);
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

  /** An empty list for the reasons of one agent, used again for the next. */
  List<NoMatch> scratch() {
    scratch.clear();
    return scratch;
  }

  /** One more agent is looked at. */
  void check() {
    checks++;
  }

  long checks() {
    return checks;
  }
}
