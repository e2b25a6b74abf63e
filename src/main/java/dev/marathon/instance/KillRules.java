package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kills by request and by health checks, and the results of checks. */
final class KillRules {

  /** Marathon's word for a kill by a health check. */
  static final String UNHEALTHY = "FailedHealthChecks";

  private KillRules() {}

  /** The instances as they were before. */
  static List<Instance> kill(LedgerTurn turn, LedgerCommand.Kill command) {
    var killed = new ArrayList<Instance>();
    for (var id : command.instances()) {
      turn.instance(id)
          .ifPresent(
              instance -> {
                killed.add(instance);
                if (command.wipe() || instance.lost()) {
                  // What cannot be reached is replaced, and killed if it comes back.
                  turn.end(instance, command.reason());
                } else {
                  request(turn, instance, "KillingTasksViaApi", command.reason());
                }
              });
    }
    return killed;
  }

  static void unhealthy(LedgerTurn turn, LedgerCommand.KillUnhealthy command) {
    turn.instance(command.id())
        .filter(instance -> instance.incarnation() == command.incarnation())
        .filter(instance -> instance.condition() == Condition.RUNNING)
        .ifPresent(i -> request(turn, i, UNHEALTHY, command.reason()));
  }

  static void health(LedgerTurn turn, LedgerCommand.RecordHealth command) {
    current(turn, command.id(), command.incarnation())
        .filter(instance -> !instance.checks().byMarathon().equals(command.healthy()))
        .ifPresent(
            instance ->
                turn.store(
                    instance.appId(),
                    new LedgerEvent.HealthChanged(
                        instance.id(), instance.incarnation(), command.healthy(), turn.now())));
  }

  static void readiness(LedgerTurn turn, LedgerCommand.RecordReadiness command) {
    current(turn, command.id(), command.incarnation())
        .filter(instance -> instance.checks().ready() != command.ready())
        .ifPresent(
            instance ->
                turn.store(
                    instance.appId(),
                    new LedgerEvent.ReadinessChanged(
                        instance.id(), instance.incarnation(), command.ready(), turn.now())));
  }

  private static Optional<Instance> current(LedgerTurn turn, InstanceId id, int incarnation) {
    return turn.instance(id)
        .filter(instance -> instance.incarnation() == incarnation)
        .filter(instance -> !instance.condition().terminal());
  }

  private static void request(LedgerTurn turn, Instance instance, String reason, String message) {
    if (instance.killPending() || instance.condition().terminal()) {
      return;
    }
    turn.store(
        instance.appId(),
        new LedgerEvent.KillRequested(
            instance.id(), instance.incarnation(), reason, message, turn.now()));
    turn.kill(instance, reason);
  }
}
