package dev.marathon.sim;

import dev.marathon.instance.Condition;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agents of a cluster and what their tasks do. */
final class Machines {

  private static final int COUNT = 5;
  private static final Duration FIRST_RESEND = Duration.ofSeconds(10);
  private static final String REMOVED = "REASON_AGENT_REMOVED";

  private final World world;
  private final Master master;
  private final List<Machine> machines = new ArrayList<>();
  private int agents;

  Machines(World world, Master master) {
    this.world = world;
    this.master = master;
    for (int i = 0; i < COUNT; i++) {
      machines.add(new Machine("host" + i, nextAgent()));
    }
  }

  private String nextAgent() {
    return "agent-" + agents++;
  }

  List<Machine> all() {
    return machines;
  }

  Optional<Task> find(String taskId) {
    return machines.stream()
        .flatMap(m -> Optional.ofNullable(m.tasks.get(taskId)).stream())
        .findFirst();
  }

  Machine of(Task task) {
    return machines.stream().filter(m -> m.tasks.get(task.id()) == task).findFirst().orElseThrow();
  }

  Optional<Machine> byAgent(String agentId) {
    return machines.stream().filter(machine -> machine.agentId.equals(agentId)).findFirst();
  }

  List<Task> alive() {
    return machines.stream().flatMap(m -> m.tasks.values().stream()).filter(Task::alive).toList();
  }

  // Tasks.

  void launch(Machine machine, Task task) {
    world.promises().launched(task, machines);
    machine.tasks.put(task.id(), task);
    if (world.unlucky(30)) {
      world.note("mesos", "the launch of " + task + " is lost");
      task.latest = Condition.DROPPED;
      machine.tasks.remove(task.id());
    } else if (!world.unlucky(40)) { // Else it hangs, as one whose image is not there.
      world.inCluster(world.chance().upTo(Duration.ofSeconds(2)), () -> begins(task));
    }
  }

  private void begins(Task task) {
    if (!task.alive() || task.latest != Condition.STAGING) {
      return;
    }
    if (world.unlucky(12)) {
      ends(task, Condition.FAILED, "REASON_CONTAINER_LAUNCH_FAILED");
      return;
    }
    changes(task, Condition.STARTING, "");
    world.inCluster(
        world.chance().upTo(Duration.ofSeconds(1)),
        () -> {
          if (task.latest == Condition.STARTING) {
            changes(task, Condition.RUNNING, "");
          }
        });
  }

  /** A task ends by itself. */
  void ends(Task task, Condition condition, String reason) {
    if (task.alive()) {
      changes(task, condition, reason);
    }
  }

  void kill(Task task) {
    task.killed = true;
    var machine = of(task);
    if (machine.link != Machine.Link.CONNECTED || task.latest == Condition.KILLING) {
      return; // Done when the agent is back; or under way.
    }
    if (task.latest == Condition.RUNNING) {
      changes(task, Condition.KILLING, "");
    }
    world.inCluster(
        world.chance().upTo(Duration.ofSeconds(world.chance().oneIn(10) ? 60 : 4)),
        () -> ends(task, Condition.KILLED, ""));
  }

  private void changes(Task task, Condition condition, String reason) {
    task.latest = condition;
    var machine = of(task);
    task.updates.add(update(task, machine, condition, reason));
    if (task.updates.size() == 1) {
      send(task, machine, FIRST_RESEND);
    }
  }

  private TaskStatus update(Task task, Machine machine, Condition condition, String reason) {
    return new TaskStatus(
        task.id(),
        condition,
        condition.taskState(),
        Optional.of(world.chance().uuid().toString()),
        Optional.of(machine.agentId),
        reason,
        "",
        world.mesosWall(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  // Updates: the first one of a task is sent until it is acknowledged.

  private void send(Task task, Machine machine, Duration again) {
    var first = task.updates.peek();
    boolean ours = master.framework().equals(Optional.of(task.framework));
    if (first == null || !machine.tasks.containsValue(task)) {
      return;
    }
    if (machine.reachable() && master.subscribed() && ours) {
      task.forwarded = first.condition();
      master.tell(new MesosEvent.Updated(first));
    }
    world.inCluster(
        again,
        () -> {
          if (first.equals(task.updates.peek())) {
            send(task, machine, again.multipliedBy(2));
          }
        });
  }

  void resendAll() {
    machines.forEach(this::resend);
  }

  private void resend(Machine machine) {
    if (machine.reachable()) {
      List.copyOf(machine.tasks.values()).forEach(task -> send(task, machine, FIRST_RESEND));
    }
  }

  void acknowledge(MesosCall.Acknowledge ack) {
    var task = find(ack.taskId());
    var first = task.map(known -> known.updates.peek());
    if (first.isEmpty() || !first.get().uuid().equals(Optional.of(ack.uuid()))) {
      return;
    }
    world.promises().acknowledged(first.get());
    var machine = of(task.get());
    if (!machine.reachable()) {
      return; // It does not get there, and the agent goes on sending.
    }
    task.get().updates.remove();
    if (!task.get().alive() && task.get().updates.isEmpty()) {
      machine.tasks.remove(ack.taskId());
    } else {
      send(task.get(), machine, FIRST_RESEND);
    }
  }

  // Agents.

  /** The agent's connection breaks, and perhaps it is given up. */
  void disconnect(Machine machine) {
    if (machine.link != Machine.Link.CONNECTED) {
      return;
    }
    machine.link = Machine.Link.DISCONNECTED;
    var since = world.now();
    machine.since = since;
    master.rescindAll(machine);
    world.inCluster(
        Duration.ofSeconds(75),
        () -> {
          if (machine.link == Machine.Link.DISCONNECTED && machine.since.equals(since)) {
            giveUp(machine);
          }
        });
  }

  void giveUp(Machine machine) {
    machine.link = Machine.Link.UNREACHABLE;
    machine.registered = true; // Known as lost, whoever leads.
    machine.since = world.now();
    master.rescindAll(machine);
    List.copyOf(machine.tasks.values()).stream()
        .filter(task -> !task.forwarded.terminal())
        .forEach(task -> master.say(task, machine, Condition.UNREACHABLE, REMOVED));
    master.tell(new MesosEvent.AgentFailed(machine.agentId));
  }

  void comeBack(Machine machine) {
    boolean wasLost = machine.link == Machine.Link.UNREACHABLE;
    boolean wasUnknown = !machine.registered;
    machine.link = Machine.Link.CONNECTED;
    machine.registered = true;
    var tasks = List.copyOf(machine.tasks.values());
    if (wasLost || wasUnknown) {
      tasks.stream()
          .filter(task -> task.alive() && task.latest != Condition.STAGING)
          .forEach(task -> returned(task, machine));
    }
    resend(machine);
    tasks.stream().filter(task -> task.killed && task.alive() && !wasLost).forEach(this::kill);
    master.allocate();
  }

  private void returned(Task task, Machine machine) {
    task.killed = task.latest == Condition.KILLING;
    master.say(task, machine, task.latest, "REASON_AGENT_REREGISTERED");
  }

  /** The machine dies and comes back empty, under another id. */
  void wipe(Machine machine) {
    boolean lost = machine.link == Machine.Link.UNREACHABLE;
    var fate = lost ? Condition.UNREACHABLE : Condition.UNKNOWN;
    replace(machine, fate, lost ? Optional.empty() : Optional.of(Condition.UNREACHABLE), REMOVED);
  }

  /** An operator says that the machine will not come back. */
  void markGone(Machine machine) {
    replace(
        machine, Condition.GONE, Optional.of(Condition.GONE), "REASON_AGENT_REMOVED_BY_OPERATOR");
  }

  private void replace(Machine machine, Condition fate, Optional<Condition> said, String reason) {
    master.rescindAll(machine);
    machine.since = world.now();
    for (var task : List.copyOf(machine.tasks.values())) {
      boolean known = !task.forwarded.terminal() && machine.registered;
      if (known) {
        said.ifPresent(condition -> master.say(task, machine, condition, reason));
      }
      task.latest = task.alive() ? Condition.GONE : task.latest;
    }
    machine.tasks.clear();
    master.removed(machine.agentId, fate);
    machine.agentId = nextAgent();
    machine.link = Machine.Link.CONNECTED;
    machine.registered = true;
    master.allocate();
  }

  /** Another master leads: agents tell it of their tasks one after the other. */
  void forgotten() {
    for (var machine : machines) {
      if (machine.link == Machine.Link.UNREACHABLE) {
        continue;
      }
      machine.registered = false;
      int leader = master.number();
      world.inCluster(
          world.chance().upTo(Duration.ofSeconds(20)),
          () -> {
            boolean waits = !machine.registered && leader == master.number();
            if (waits && machine.link == Machine.Link.CONNECTED) {
              comeBack(machine);
            }
          });
    }
  }
}
