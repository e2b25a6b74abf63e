package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupReply;
import dev.marathon.group.GroupState;
import dev.marathon.group.GroupTree;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Goal;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changes and deployments promise: what was answered is stored, what was stored is wanted
 * until another change wants something else, steps come in the order of dependencies, and a
 * deployment that succeeded has reached what it wanted.
 */
final class TreePromises {

  /** A change and the trees around it. */
  private record Planned(DeploymentPlan plan, GroupTree before, GroupTree after) {}

  private final World world;
  private final Map<AppId, AppDefinition> wanted = new TreeMap<>();
  private final Map<Version, Set<AppDefinition>> committed = new HashMap<>();
  private final Map<Long, Planned> plans = new HashMap<>();
  private final Set<String> keys = new HashSet<>();

  /** By app, the highest order whose target it had reached, counted here. */
  private final Map<AppId, Long> reached = new HashMap<>();

  TreePromises(World world) {
    this.world = world;
  }

  /** What the stored changes together want. */
  Map<AppId, AppDefinition> wanted() {
    return wanted;
  }

  /** A user was told that the change is made. */
  void acknowledged(GroupReply.Accepted accepted) {
    assertThat(committed)
        .as("what is answered is stored: %s", accepted)
        .containsKey(accepted.version());
    assertThat(world.node().tree().state().version())
        .as("the tree knows what it answered")
        .isGreaterThanOrEqualTo(accepted.version());
  }

  void stored(GroupState before, GroupEvent event, GroupState after) {
    if (event instanceof GroupEvent.ChangeCommitted change) {
      changed(before, change, after);
    } else if (event instanceof GroupEvent.DeploymentEnded ended && ended.success()) {
      ended.plan().steps().stream()
          .flatMap(step -> step.actions().stream())
          .forEach(action -> isReached(ended.plan(), action));
    }
  }

  private void changed(GroupState before, GroupEvent.ChangeCommitted change, GroupState after) {
    assertThat(change.version()).as("versions grow").isGreaterThan(before.version());
    assertThat(change.plan().order()).as("orders grow").isEqualTo(before.order() + 1);
    change
        .idempotencyKey()
        .ifPresent(key -> assertThat(keys.add(key)).as("key %s is used once", key).isTrue());
    for (var other : before.deployments().running().values()) {
      assertThat(change.plan().affected())
          .as("a running deployment holds its apps against %s", change)
          .doesNotContainAnyElementsOf(other.plan().affected());
    }
    change.removedApps().forEach(wanted::remove);
    change.puts().forEach(put -> wanted.put(put.id(), put));
    committed.put(change.version(), Set.copyOf(change.puts()));
    plans.put(change.plan().order(), new Planned(change.plan(), before.tree(), after.tree()));
    assertThat(after.tree().apps().keySet()).as("apps of the tree").isEqualTo(wanted.keySet());
  }

  private void isReached(DeploymentPlan plan, DeploymentPlan.Action action) {
    switch (action.kind()) {
      case START -> {}
      case SCALE, RESTART ->
          assertThat(reached.getOrDefault(action.app(), 0L))
              .as("%s has had what %s wanted of it", action.app(), plan)
              .isGreaterThanOrEqualTo(plan.order());
      case STOP ->
          assertThat(isGone(action.app()))
              .as("%s is gone as %s wanted", action.app(), plan)
              .isTrue();
    }
  }

  private boolean isGone(AppId app) {
    return world.node().ledgerApp(app).isEmpty();
  }

  // Order of steps.

  /** An event of a ledger was stored. */
  void ledger(LedgerState before, LedgerEvent event, LedgerState after) {
    if (event instanceof LedgerEvent.TargetSet set) {
      var app = set.definition().id();
      running(set.order())
          .ifPresent(
              planned -> {
                var first = dependencies(planned.after(), app);
                actions(planned.plan(), false).stream()
                    .filter(first::contains)
                    .forEach(
                        other ->
                            assertThat(reached.getOrDefault(other, 0L))
                                .as("%s starts after %s, on which it depends", app, other)
                                .isGreaterThanOrEqualTo(set.order()));
              });
    } else if (event instanceof LedgerEvent.TargetRemoved removed) {
      running(removed.order())
          .ifPresent(
              planned ->
                  actions(planned.plan(), true).stream()
                      .filter(
                          other -> dependencies(planned.before(), other).contains(removed.appId()))
                      .forEach(
                          other ->
                              assertThat(isGone(other))
                                  .as(
                                      "%s stops after %s, which depends on it",
                                      removed.appId(), other)
                                  .isTrue()));
    }
    for (var app : apps(before, event)) {
      after.app(app).filter(TreePromises::hasWhatItWants).ifPresent(this::note);
    }
  }

  private void note(AppLedger app) {
    reached.merge(app.target().definition().id(), app.target().order(), Math::max);
  }

  /** Only that of a deployment that runs: what is left of a cancelled one has no order any more. */
  private Optional<Planned> running(long order) {
    return Optional.ofNullable(plans.get(order))
        .filter(
            planned ->
                world.node().tree().state().deployments().find(planned.plan().id()).isPresent());
  }

  private static Set<AppId> actions(DeploymentPlan plan, boolean stops) {
    var apps = new TreeSet<AppId>();
    for (var step : plan.steps()) {
      for (var action : step.actions()) {
        boolean stop = action.kind() == DeploymentPlan.Kind.STOP;
        if (stop == stops && action.kind() != DeploymentPlan.Kind.START) {
          apps.add(action.app());
        }
      }
    }
    return apps;
  }

  private static List<AppId> apps(LedgerState before, LedgerEvent event) {
    if (event instanceof LedgerEvent.TargetSet set) {
      return List.of(set.definition().id());
    }
    if (event instanceof LedgerEvent.GoalChanged changed) {
      return before.instance(changed.id()).map(known -> List.of(known.appId())).orElse(List.of());
    }
    if (event instanceof LedgerEvent.InstanceExpunged expunged) {
      return List.of(expunged.appId());
    }
    if (event instanceof LedgerEvent.ConditionChanged changed) {
      return before.instance(changed.id()).map(known -> List.of(known.appId())).orElse(List.of());
    }
    if (event instanceof LedgerEvent.HealthChanged changed) {
      return before.instance(changed.id()).map(known -> List.of(known.appId())).orElse(List.of());
    }
    if (event instanceof LedgerEvent.ReadinessChanged changed) {
      return before.instance(changed.id()).map(known -> List.of(known.appId())).orElse(List.of());
    }
    return List.of();
  }

  /** No other instance than wanted, as many as wanted, and those that are new serve. */
  private static boolean hasWhatItWants(AppLedger app) {
    var target = app.target();
    int count = 0;
    for (var instance : app.instances().toList()) {
      boolean current = instance.configVersion().equals(target.configVersion());
      if (!current || instance.goal() != Goal.RUNNING) {
        return false;
      }
      if (Capacity.replaced(instance)) {
        continue;
      }
      count++;
      if (instance.order() == target.order() && !Capacity.healthy(app, instance, true)) {
        return false;
      }
    }
    return !target.removed() && count == target.instances();
  }

  /** Everything that the app depends on, directly or not. */
  private static Set<AppId> dependencies(GroupTree tree, AppId app) {
    var found = new TreeSet<AppId>();
    var open = new ArrayList<>(List.of(app));
    while (!open.isEmpty()) {
      for (var next : direct(tree, open.remove(open.size() - 1))) {
        if (found.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }

  private static Collection<AppId> direct(GroupTree tree, AppId app) {
    var names = new ArrayList<PathId>(tree.dependencies(app));
    for (var group = app.parent(); ; group = group.parent()) {
      names.addAll(tree.dependencies(group));
      if (group.root()) {
        break;
      }
    }
    var apps = new TreeSet<AppId>();
    for (var name : names) {
      var other = new AppId(name.path());
      if (tree.contains(other)) {
        apps.add(other);
      } else {
        apps.addAll(tree.appsBelow(new GroupId(name.path())));
      }
    }
    return apps;
  }
}
