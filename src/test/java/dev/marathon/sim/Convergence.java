package dev.marathon.sim;

import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the world is as its users want it. */
final class Convergence {

  private Convergence() {}

  static List<String> missing(World world) {
    var missing = new ArrayList<String>();
    var expected = new TreeSet<String>();
    for (var number : world.disk().ledgers().keySet()) {
      for (var app : world.node().ledgerState(number).apps().values()) {
        var id = app.target().definition().id();
        var wanted = world.users().wanted().get(id);
        int count = wanted == null ? 0 : wanted.instances();
        if (!Optional.ofNullable(wanted).equals(Optional.of(app.target().definition()))) {
          missing.add(id + " has another target");
        }
        long good =
            app.current().instances().values().stream()
                .filter(instance -> instance.goal() == Goal.RUNNING)
                .filter(instance -> instance.serving(app.current().definition()))
                .count();
        if (good != count || app.instances().count() != count) {
          missing.add("%s wants %d and has %s".formatted(id, count, app.instances().toList()));
        }
        app.instances().map(Instance::task).forEach(task -> expected.add(task.toString()));
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
    return missing;
  }
}
