package dev.marathon.sim;

import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerCommand;
import java.util.Optional;

/** Health and readiness checks that Marathon runs itself. */
final class Probes {

  private final World world;

  Probes(World world) {
    this.world = world;
  }

  /** One of the running instances is checked. */
  void one() {
    var running = world.node().instances().stream().filter(Probes::runs).toList();
    if (!running.isEmpty()) {
      check(world.chance().of(running), !world.unlucky(4));
    }
  }

  /** All of them are well. */
  void all() {
    world.node().instances().stream().filter(Probes::runs).forEach(i -> check(i, true));
  }

  private static boolean runs(Instance instance) {
    return instance.condition() == Condition.RUNNING;
  }

  private void check(Instance instance, boolean well) {
    var definition = world.node().definition(instance);
    boolean news = !instance.checks().byMarathon().equals(Optional.of(well));
    if (!definition.healthChecks().isEmpty()) {
      if (news) {
        tell(
            instance,
            new LedgerCommand.RecordHealth(
                instance.id(), instance.incarnation(), Optional.of(well)));
      } else if (!well) {
        tell(
            instance,
            new LedgerCommand.KillUnhealthy(
                instance.id(), instance.incarnation(), "three failures in a row"));
      }
    }
    if (!definition.readinessChecks().isEmpty() && instance.checks().ready() != well) {
      tell(
          instance, new LedgerCommand.RecordReadiness(instance.id(), instance.incarnation(), well));
    }
  }

  private void tell(Instance instance, LedgerCommand command) {
    world.node().ask("probes", instance.id().ledger(), command, reply -> {}, () -> {});
  }
}
