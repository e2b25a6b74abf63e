package dev.marathon.deployment;

import dev.marathon.base.AppId;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentPlan.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Computes the steps that lead from one tree to another.
 *
 * <ol>
 *   <li>Apps that vanish are stopped. Where they depend on each other, dependants first, in as many
 *       steps as the longest chain has; otherwise in one step, as in the original.
 *   <li>New apps are started: a formal step that wants no instance yet.
 *   <li>New and changed apps are scaled or restarted, one step per depth in the dependency graph of
 *       the new tree, what others depend on first.
 * </ol>
 *
 * <p>Actions of one step run side by side, sorted by app; there are no empty steps. Source:
 * Marathon's plan computation (1.10).
 */
public final class DeploymentPlanner {

  /** How a new or changed app gets what it wants. */
  public enum Change {
    NEW,
    SCALE,
    RESTART
  }

  private DeploymentPlanner() {}

  /**
   * @param before the tree as it is; has no cycle
   * @param removed apps that are in {@code before} only
   * @param changed new and changed apps, all in {@code after}
   * @param suspects further apps whose dependencies may have changed: looked at for cycles only
   * @return empty if the new tree has a cycle of dependencies
   */
  public static Optional<List<Step>> steps(
      AppTree before,
      AppTree after,
      Collection<AppId> removed,
      SortedMap<AppId, Change> changed,
      Collection<AppId> suspects) {
    var looked = new TreeSet<>(changed.keySet());
    looked.addAll(suspects);
    return DependencyGraph.depths(after, looked, app -> true)
        .map(
            depths -> {
              var steps = new ArrayList<>(stops(before, removed));
              starts(changed).ifPresent(steps::add);
              steps.addAll(layers(changed, depths));
              return steps;
            });
  }

  private static Collection<Step> stops(AppTree before, Collection<AppId> removed) {
    var gone = new TreeSet<>(removed);
    var depths =
        DependencyGraph.depths(before, gone, gone::contains)
            .orElseThrow(() -> new IllegalStateException("the stored tree has a cycle"));
    var layers = new TreeMap<Integer, List<Action>>();
    gone.forEach(
        app ->
            layers
                .computeIfAbsent(depths.get(app), depth -> new ArrayList<>())
                .add(new Action(Kind.STOP, app)));
    return layers.descendingMap().values().stream().map(Step::new).toList();
  }

  private static Optional<Step> starts(SortedMap<AppId, Change> changed) {
    var actions =
        changed.entrySet().stream()
            .filter(entry -> entry.getValue() == Change.NEW)
            .map(entry -> new Action(Kind.START, entry.getKey()))
            .toList();
    return actions.isEmpty() ? Optional.empty() : Optional.of(new Step(actions));
  }

  private static Collection<Step> layers(
      SortedMap<AppId, Change> changed, Map<AppId, Integer> depths) {
    var layers = new TreeMap<Integer, List<Action>>();
    changed.forEach(
        (app, change) ->
            layers
                .computeIfAbsent(depths.get(app), depth -> new ArrayList<>())
                .add(new Action(change == Change.RESTART ? Kind.RESTART : Kind.SCALE, app)));
    return layers.values().stream().map(Step::new).toList();
  }
}
