package dev.marathon.sim;

import dev.marathon.base.Context;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupReply;
import dev.marathon.group.GroupRules;
import dev.marathon.group.GroupSettings;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerRules;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.LedgerState;
import dev.marathon.offer.MatchRound;
import dev.marathon.offer.RoundInput;
import dev.marathon.offer.RoundResult;
import dev.marathon.owner.Rules;
import dev.marathon.spec.ConfigHash;
import java.util.function.BiFunction;

/** The rules that a world lives by. Those of the product, unless a test plants a bug. */
record Rulebook(
    Rules<LedgerCommand, LedgerEvent, LedgerState, LedgerEffect, LedgerReply> ledger,
    Rules<GroupCommand, GroupEvent, GroupState, GroupEffect, GroupReply> tree,
    BiFunction<RoundInput, Context, RoundResult> matcher) {

  static final Rulebook PRODUCT =
      new Rulebook(
          new LedgerRules(LedgerSettings.DEFAULT),
          new GroupRules(
              new GroupSettings(
                  3, 10_000, 10_040, 100_000, "*", false, ConfigHash::of, definition -> 500)),
          MatchRound::run);

  Rulebook withLedger(
      Rules<LedgerCommand, LedgerEvent, LedgerState, LedgerEffect, LedgerReply> other) {
    return new Rulebook(other, tree, matcher);
  }

  Rulebook withTree(Rules<GroupCommand, GroupEvent, GroupState, GroupEffect, GroupReply> other) {
    return new Rulebook(ledger, other, matcher);
  }

  Rulebook withMatcher(BiFunction<RoundInput, Context, RoundResult> other) {
    return new Rulebook(ledger, tree, other);
  }
}
