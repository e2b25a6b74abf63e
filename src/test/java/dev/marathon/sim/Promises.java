package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.TaskId;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.TaskStatus;
import java.util.HashSet;
import java.util.List;

/** What must hold at every moment. Counted here in another way than by the rules. */
final class Promises {

  private final World world;
  private final TreePromises tree;

  Promises(World world) {
    this.world = world;
    this.tree = new TreePromises(world);
  }

  TreePromises tree() {
    return tree;
  }

  /** An event was stored. */
  void ledger(LedgerState before, LedgerEvent event, LedgerState after) {
    tree.ledger(before, event, after);
    if (event instanceof LedgerEvent.InstanceProvisioned provisioned) {
      launchIsWanted(before, provisioned, after);
    } else if (event instanceof LedgerEvent.GoalChanged changed) {
      floorIsKept(before, changed, after);
    }
  }

  private void launchIsWanted(
      LedgerState before, LedgerEvent.InstanceProvisioned event, LedgerState after) {
    var app = after.app(event.appId()).orElseThrow();
    var known = before.instance(event.id());
    assertThat(known.map(Instance::incarnation).orElse(0) + 1)
        .as("incarnation of %s", event.id())
        .isEqualTo(event.incarnation());
    known.ifPresent(
        instance ->
            assertThat(instance.condition().terminal())
                .as("the task before has ended: %s", instance)
                .isTrue());
    var room = Capacity.of(before.app(event.appId()).orElseThrow());
    var taken = Capacity.of(app);
    if (known.isEmpty()) {
      assertThat(taken.all())
          .as("instances of %s that may hold resources, ceiling for %s", event.appId(), room)
          .isLessThanOrEqualTo(room.ceiling());
    }
    assertThat(taken.current())
        .as("instances of the wanted configuration of %s", event.appId())
        .isLessThanOrEqualTo(app.target().instances());
    Placements.check(app, event);
  }

  /** An upgrade ends an instance that serves only while enough others do. */
  private static void floorIsKept(
      LedgerState before, LedgerEvent.GoalChanged event, LedgerState after) {
    var instance = before.instance(event.id()).orElseThrow();
    var app = before.app(instance.appId()).orElseThrow();
    if (event.reason().equals("Upgrading") && serves(app, instance)) {
      var left = Capacity.of(after.app(instance.appId()).orElseThrow());
      assertThat(left.healthy())
          .as("healthy instances of %s, of %s", instance.appId(), left)
          .isGreaterThanOrEqualTo(left.floor());
    }
  }

  private static boolean serves(AppLedger app, Instance instance) {
    return instance.goal() == Goal.RUNNING
        && app.generation(instance).definition() != null
        && instance.serving(app.generation(instance).definition());
  }

  /** A task is launched: the only one of its instance, as far as anybody can know. */
  void launched(Task task, List<Machine> machines) {
    var ports = task.launch.placement().ports();
    assertThat(new HashSet<>(ports)).as("ports of %s", task).hasSize(ports.size());
    assertThat(task.ports()).as("ports of %s", task).containsExactlyInAnyOrderElementsOf(ports);
    for (var machine : machines) {
      if (machine.link == Machine.Link.CONNECTED && machine.registered) {
        assertThat(machine.tasks.values())
            .as("no other task of the instance of %s lives", task)
            .noneMatch(
                other ->
                    other.alive()
                        && other
                            .launch
                            .taskId()
                            .instance()
                            .equals(task.launch.taskId().instance()));
      }
    }
  }

  /** A task is told to end: nobody wants it, or it was asked for. */
  void killed(String taskId) {
    var id = TaskId.parse(taskId).orElseThrow();
    world
        .node()
        .ledgerState(id.instance().ledger())
        .instance(id.instance())
        .filter(instance -> instance.incarnation() == id.incarnation())
        .ifPresent(
            instance ->
                assertThat(asked(instance))
                    .as("that %s is to end is stored before it is killed", instance)
                    .isTrue());
  }

  private static boolean asked(Instance instance) {
    return instance.goal() != Goal.RUNNING
        || instance.killReason().isPresent()
        || instance.condition().terminal();
  }

  /** Mesos forgets the update: whatever it said is on disk. */
  void acknowledged(TaskStatus status) {
    var id = TaskId.parse(status.taskId()).orElseThrow();
    var kept =
        world
            .node()
            .ledgerState(id.instance().ledger())
            .instance(id.instance())
            .filter(instance -> instance.incarnation() == id.incarnation());
    kept.ifPresent(
        instance -> {
          if (status.condition().terminal()) {
            assertThat(instance.condition().terminal())
                .as("the end of %s is stored before it is acknowledged", instance)
                .isTrue();
          } else if (status.condition() == Condition.RUNNING) {
            assertThat(instance.condition())
                .as("that %s runs is stored before it is acknowledged", instance)
                .isNotIn(Condition.PROVISIONED, Condition.STAGING, Condition.STARTING);
          }
        });
  }
}
