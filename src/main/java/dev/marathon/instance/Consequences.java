package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the scheduler and the deployments have to hear: each is derived from state, and told when it
 * differs from what the state before would have told.
 */
final class Consequences {

  private Consequences() {}

  static void of(LedgerTurn turn) {
    for (var id : turn.touched()) {
      demand(turn, id);
      reached(turn, id);
    }
    wake(turn);
  }

  private static void demand(LedgerTurn turn, AppId id) {
    var before = turn.before().app(id).flatMap(Wants::of);
    var app = turn.state().app(id);
    var after = app.flatMap(Wants::of);
    if (before.equals(after) && !(turn.mustTellDemand(id) && app.isPresent())) {
      return;
    }
    turn.effect(
        new LedgerEffect.AnnounceDemand(
            after
                .map(wants -> wants.demand(app.orElseThrow()))
                .orElseGet(() -> Wants.nothing(definition(before, app)))));
  }

  private static AppDefinition definition(Optional<Wants> before, Optional<AppLedger> app) {
    return before.map(Wants::definition).orElseGet(() -> app.orElseThrow().target().definition());
  }

  private static void reached(LedgerTurn turn, AppId id) {
    var before = turn.before().app(id).flatMap(Reached::order);
    turn.state()
        .app(id)
        .flatMap(Reached::order)
        .filter(order -> !before.equals(Optional.of(order)))
        .ifPresent(order -> turn.effect(new LedgerEffect.TargetReached(id, order)));
  }

  /** The timer may ring too early, never too late. */
  private static void wake(LedgerTurn turn) {
    if (turn.more()) {
      turn.effect(new LedgerEffect.WakeAt(turn.now()));
      return;
    }
    var before = turn.before().deadlines().next(turn.settings());
    var after = turn.state().deadlines().next(turn.settings());
    if (after.isPresent()
        && (turn.rang() || before.isEmpty() || after.get().isBefore(before.get()))) {
      turn.effect(new LedgerEffect.WakeAt(after.get()));
    }
  }

  /** Everything that has to be told after a take-over. */
  static List<LedgerEffect> afterRecovery(LedgerState state, Instant now, LedgerSettings settings) {
    var effects = new ArrayList<LedgerEffect>();
    for (var entry : state.apps().entrySet()) {
      var app = entry.getValue();
      Wants.of(app)
          .ifPresent(wants -> effects.add(new LedgerEffect.AnnounceDemand(wants.demand(app))));
      app.instances()
          .filter(Instance::toBeKilled)
          .forEach(instance -> effects.add(Kills.again(state, instance)));
      Reached.order(app)
          .ifPresent(order -> effects.add(new LedgerEffect.TargetReached(entry.getKey(), order)));
    }
    // At once: whatever became due while nobody looked.
    effects.add(new LedgerEffect.WakeAt(now));
    return effects;
  }
}
