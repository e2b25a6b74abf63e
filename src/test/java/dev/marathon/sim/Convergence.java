package dev.marathon.sim;

import dev.marathon.base.AppId;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.UnreachableStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the world is as its users want it. */
final class Convergence {

  private final World world;
  private final List<String> missing = new ArrayList<>();

  private Convergence(World world) {
    this.world = world;
  }

  static List<String> missing(World world) {
    var look = new Convergence(world);
    look.tree();
    look.ledgers();
    if (look.missing.isEmpty()) {
      look.definitions();
    }
    return look.missing;
  }

  private Map<AppId, AppDefinition> wanted() {
    return world.promises().tree().wanted();
  }

  private void tree() {
    var state = world.node().tree().state();
    state
        .deployments()
        .running()
        .values()
        .forEach(running -> missing.add("the deployment goes on: " + running.plan()));
    if (!state.pending().isEmpty()) {
      missing.add("not confirmed: " + state.pending());
    }
    if (!world.node().tree().underWay().isEmpty()) {
      missing.add("errands under way for " + world.node().tree().underWay());
    }
  }

  private void ledgers() {
    var expected = new TreeSet<String>();
    wanted().keySet().stream()
        .filter(app -> world.node().ledgerApp(app).isEmpty())
        .forEach(app -> missing.add("no ledger knows " + app));
    for (var number : world.disk().ledgers().keySet()) {
      for (var app : world.node().ledgerState(number).apps().values()) {
        compare(app);
        app.instances()
            .filter(instance -> !lostForEver(instance))
            .map(Instance::task)
            .forEach(task -> expected.add(task.toString()));
      }
    }
    var alive =
        world.master().machines().alive().stream()
            .map(Task::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!alive.equals(expected)) {
      missing.add("tasks " + alive + " instead of " + expected);
    }
    if (world.node().scheduler().state().killsUnderWay() > 0) {
      missing.add("kills are under way");
    }
  }

  private void compare(AppLedger app) {
    var id = app.target().definition().id();
    var definition = wanted().get(id);
    int count = definition == null ? 0 : definition.instances();
    if (!Optional.ofNullable(definition).equals(Optional.of(app.target().definition()))) {
      missing.add(id + " has another target: " + app.target());
    }
    long good =
        app.current().instances().values().stream()
            .filter(instance -> instance.goal() == Goal.RUNNING)
            .filter(
                instance -> lostForEver(instance) || instance.serving(app.current().definition()))
            .count();
    if (good != count || app.instances().count() != count) {
      missing.add("%s wants %d and has %s".formatted(id, count, app.instances().toList()));
    }
  }

  /** Its agent will never come back, and whoever wants the app wants to wait for it. */
  private boolean lostForEver(Instance instance) {
    return instance.lost()
        && world.node().definition(instance).unreachableStrategy()
            instanceof UnreachableStrategy.Disabled
        && world.master().machines().byAgent(instance.placement().agentId()).isEmpty();
  }

  private void definitions() {
    for (var app : world.disk().apps()) {
      var state = world.node().tree().app(app);
      var active = state.active().flatMap(state::version);
      if (!active.equals(Optional.ofNullable(wanted().get(app)))) {
        missing.add("%s has kept %s".formatted(app, active));
      }
    }
  }
}
