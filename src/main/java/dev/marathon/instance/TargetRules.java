package dev.marathon.instance;

import dev.marathon.base.AppId;

/** What is wanted of apps, in the order of the group's changes. */
final class TargetRules {

  private TargetRules() {}

  static void set(LedgerTurn turn, LedgerCommand.SetTarget command) {
    var id = command.definition().id();
    var target = turn.state().app(id).map(AppLedger::target);
    if (target.isEmpty() || target.get().order() < command.order()) {
      turn.store(
          id,
          new LedgerEvent.TargetSet(
              command.definition(), command.order(), command.victims(), turn.now()));
    } else {
      repeat(turn, id, command.order());
    }
  }

  static void remove(LedgerTurn turn, LedgerCommand.RemoveTarget command) {
    var app = turn.state().app(command.appId());
    if (app.isEmpty()) {
      turn.effect(new LedgerEffect.TargetReached(command.appId(), command.order()));
    } else if (app.get().target().order() < command.order()) {
      turn.store(
          command.appId(),
          new LedgerEvent.TargetRemoved(command.appId(), command.order(), turn.now()));
    }
  }

  static void resetBackoff(LedgerTurn turn, AppId id) {
    turn.state()
        .app(id)
        .map(AppLedger::current)
        .filter(generation -> generation.backoff().isPresent())
        .ifPresent(
            generation ->
                turn.store(id, new LedgerEvent.BackoffReset(id, generation.configVersion())));
  }

  /** Whoever asks again has missed the answer. */
  private static void repeat(LedgerTurn turn, AppId id, long order) {
    turn.state()
        .app(id)
        .flatMap(Reached::order)
        .filter(reached -> reached == order)
        .ifPresent(reached -> turn.effect(new LedgerEffect.TargetReached(id, reached)));
  }
}
