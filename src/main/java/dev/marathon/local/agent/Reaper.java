package dev.marathon.local.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Ends tasks with everything they started: SIGTERM to the whole tree, SIGKILL to what is left of it
 * after the grace period.
 *
 * <p>Unlike Mesos' posix launcher it also ends what ignored SIGTERM and outlived the task's main
 * process: nothing is left over on the machine of a developer. Requests that come together share
 * one look at {@code /proc}, so that stopping a thousand tasks costs one scan, not a thousand.
 *
 * <p>Lives on a lane of its own, because a scan takes milliseconds.
 */
final class Reaper {

  /** Between two looks at a tree that was sent SIGKILL. */
  private static final Duration AGAIN = Duration.ofMillis(50);

  /** Looks after which a tree is given up: its processes hang in the kernel. */
  private static final int PATIENCE = 200;

  private static final Duration TOGETHER = Duration.ofMillis(2);

  private final Lane lane;
  private final List<Victim> arrived = new ArrayList<>();
  private final Map<Supervision, Victim> doomed = new HashMap<>();

  /** One task on its way out. */
  private static final class Victim {
    final Supervision task;
    final Duration grace;
    Set<ProcessId> tree = Set.of();
    boolean killing;
    int looks;

    Victim(Supervision task, Duration grace) {
      this.task = task;
      this.grace = grace;
    }
  }

  Reaper(Lane lane) {
    this.lane = lane;
  }

  /**
   * Ends a task. A second request for the same task changes nothing, as in Mesos.
   *
   * @param grace between SIGTERM and SIGKILL; zero sends SIGKILL only
   */
  void end(Supervision task, Duration grace) {
    lane.execute(
        () -> {
          if (!task.ofThisBoot() || doomed.containsKey(task)) {
            return;
          }
          var victim = new Victim(task, grace);
          doomed.put(task, victim);
          arrived.add(victim);
          if (arrived.size() == 1) {
            lane.after(TOGETHER, this::look);
          }
        });
  }

  private void look() {
    var now = List.copyOf(arrived);
    arrived.clear();
    var table = ProcessTable.read();
    for (var victim : now) {
      victim.tree = table.treeOf(victim.task, victim.tree);
      if (victim.killing || victim.grace.isZero()) {
        kill(victim);
      } else {
        eldestFirst(victim.tree).forEach(id -> signal(id, ProcessHandle::destroy));
        victim.killing = true;
        lane.after(victim.grace, () -> again(victim));
      }
    }
  }

  /** A shell that sees its child end before it is signalled itself would exit with 143. */
  private static List<ProcessId> eldestFirst(Set<ProcessId> tree) {
    return tree.stream()
        .sorted(Comparator.comparing(ProcessId::started).thenComparing(ProcessId::pid))
        .toList();
  }

  private void kill(Victim victim) {
    victim.killing = true;
    victim.looks++;
    victim.tree.forEach(id -> signal(id, ProcessHandle::destroyForcibly));
    if (victim.tree.isEmpty() || victim.looks > PATIENCE) {
      doomed.remove(victim.task);
    } else {
      lane.after(AGAIN, () -> again(victim));
    }
  }

  private void again(Victim victim) {
    arrived.add(victim);
    if (arrived.size() == 1) {
      lane.after(TOGETHER, this::look);
    }
  }

  /** The handle compares start times itself before it sends, so a pid used again is safe. */
  private static void signal(ProcessId id, Consumer<ProcessHandle> send) {
    if (id.alive()) {
      ProcessHandle.of(id.pid()).filter(handle -> id.alive()).ifPresent(send);
    }
  }
}
