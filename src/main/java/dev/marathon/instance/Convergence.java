package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.spec.UnreachableStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings apps nearer to their targets after something happened to them. */
final class Convergence {

  private Convergence() {}

  /**
   * Looks at one app until nothing is left to do at this time, or until the decision is large
   * enough.
   */
  static void settle(LedgerTurn turn, AppId id) {
    int left = turn.settings().maxStepsAtOnce();
    while (true) {
      var app = turn.state().apps().get(id);
      if (app == null) {
        return;
      }
      if (app.target().removed() && app.empty()) {
        turn.store(id, new LedgerEvent.AppForgotten(id));
        turn.effect(new LedgerEffect.TargetReached(id, app.target().order()));
        return;
      }
      var endings = RollingStep.of(app, Math.max(1, left)).endings();
      if (endings.isEmpty()) {
        return;
      }
      if (left <= 0) {
        turn.moreToDo();
        return;
      }
      endings.forEach(ending -> turn.end(ending.instance(), ending.reason()));
      left -= endings.size();
    }
  }

  /** Does to one instance whatever is due by now; nothing if it is too early. */
  static void deadline(LedgerTurn turn, InstanceId id) {
    turn.instance(id).ifPresent(instance -> deadline(turn, instance));
  }

  private static void deadline(LedgerTurn turn, Instance instance) {
    switch (instance.condition()) {
      case PROVISIONED, STAGING, STARTING -> overdue(turn, instance);
      case UNREACHABLE, UNREACHABLE_INACTIVE -> lost(turn, instance);
      case RUNNING, KILLING, FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN -> {}
    }
  }

  private static void overdue(LedgerTurn turn, Instance instance) {
    var limit = turn.settings().launchTimeout();
    if (passed(turn, instance.since().plus(limit.multipliedBy(2)))) {
      turn.expunge(instance, OVERDUE);
    } else if (passed(turn, instance.since().plus(limit))) {
      turn.end(instance, OVERDUE);
    }
  }

  private static void lost(LedgerTurn turn, Instance instance) {
    var app = turn.state().apps().get(instance.appId());
    var strategy = app.generation(instance).definition().unreachableStrategy();
    if (!(strategy instanceof UnreachableStrategy.After after)) {
      return;
    }
    boolean inactive = instance.condition() == Condition.UNREACHABLE_INACTIVE;
    var inactiveAt =
        inactive ? instance.since() : instance.since().plusSeconds(after.inactiveAfterSeconds());
    var expungeAt =
        inactiveAt.plusSeconds(after.expungeAfterSeconds() - after.inactiveAfterSeconds());
    if (passed(turn, expungeAt)) {
      turn.expunge(instance, "Unreachable");
    } else if (!inactive && passed(turn, inactiveAt)) {
      turn.store(instance.appId(), inactive(instance, inactiveAt));
    }
  }

  private static LedgerEvent inactive(Instance instance, Instant at) {
    return new LedgerEvent.ConditionChanged(
        instance.id(),
        instance.incarnation(),
        Condition.UNREACHABLE_INACTIVE,
        "TASK_UNREACHABLE",
        "",
        "",
        Optional.empty(),
        List.of(),
        at);
  }

  private static boolean passed(LedgerTurn turn, Instant deadline) {
    return !turn.now().isBefore(deadline);
  }

  private static final String OVERDUE = "Overdue";
}
