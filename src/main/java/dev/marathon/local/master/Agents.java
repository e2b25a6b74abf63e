package dev.marathon.local.master;

import dev.marathon.local.LiveTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Agents register, lose contact, come back, are given up. */
final class Agents {
  private final Cluster cluster;
  private final Offers offers;
  private final Maintenance maintenance;

  /** All agents of the configuration, registered or not, by id. */
  private final Map<String, AgentLink> links = new LinkedHashMap<>();

  Agents(Cluster cluster, Offers offers, Maintenance maintenance) {
    this.cluster = cluster;
    this.offers = offers;
    this.maintenance = maintenance;
  }

  /** After a restart: agents that do not come back in time are unreachable. */
  void expectRecovery() {
    if (!cluster.recovering.isEmpty()) {
      cluster.loop.after(cluster.settings.reregisterTimeout(), this::giveUpRecovery);
    }
  }

  private void giveUpRecovery() {
    for (var id : List.copyOf(cluster.recovering)) {
      cluster.recovering.remove(id);
      standing(id, Registry.Standing.UNREACHABLE);
      cluster.unreachable.put(id, cluster.loop.now());
      failure(id);
    }
    cluster.registry.flush();
  }

  Collection<AgentLink> links() {
    return List.copyOf(links.values());
  }

  /**
   * Agents register, also again after a restart of the master; offers of all of them go out
   * together.
   */
  void register(Collection<AgentLink> arriving) {
    var registered = new ArrayList<Agent>();
    for (var link : arriving) {
      links.put(link.description().id(), link);
      if (link.line() == AgentLink.Line.UP) {
        register(link).ifPresent(registered::add);
      }
    }
    cluster.registry.flush();
    offers.allocate(registered);
  }

  private Optional<Agent> register(AgentLink link) {
    var description = link.description();
    var id = description.id();
    if (cluster.gone.contains(id)
        || cluster.agents.containsKey(id)
        || maintenance.isDown(description)) {
      return Optional.empty();
    }
    link.attach(cluster.master());
    var known = cluster.registry.find(id);
    var total =
        known
            .map(entry -> carriedOver(description.total(), entry.total()))
            .orElse(description.total());
    var agent = new Agent(link, total, cluster.region, cluster.loop.now());
    boolean wasUnreachable = cluster.unreachable.remove(id) != null;
    boolean unknown = !cluster.recovering.remove(id) && !wasUnreachable;
    cluster.agents.put(id, agent);
    cluster.shares.agentAdded(total);
    maintenance.arrived(agent);
    cluster.registry.put(
        new Registry.Entry(
            id,
            description.index(),
            Registry.Standing.ADMITTED,
            Statuses.seconds(cluster.loop.now()),
            total));
    var message =
        wasUnreachable ? "Unreachable agent re-reregistered" : "Unknown agent reregistered";
    adopt(agent, wasUnreachable || unknown ? Optional.of(message) : Optional.empty());
    return Optional.of(agent);
  }

  /**
   * The configured resources with the dynamic reservations and volumes of before, as far as they
   * still fit.
   */
  static Resources carriedOver(Resources configured, Resources before) {
    var total = configured;
    for (var item : before.items()) {
      var plain = item.toBuilder();
      while (plain.getReservationsCount() > 0
          && plain.getReservations(plain.getReservationsCount() - 1).getType()
              == ReservationInfo.Type.DYNAMIC) {
        plain.removeReservations(plain.getReservationsCount() - 1);
      }
      if (ResourceMath.isVolume(item)) {
        plain.clearDisk().clearShared();
        if (item.getDisk().hasSource()) {
          plain.setDisk(Resource.DiskInfo.newBuilder().setSource(item.getDisk().getSource()));
        }
      }
      var consumed = new Resources(List.of(plain.build()));
      if (!consumed.items().get(0).equals(item) && total.contains(consumed)) {
        total = total.minus(consumed).plus(new Resources(List.of(item)));
      }
    }
    return total;
  }

  /** Takes over what runs on an agent that was not registered. */
  private void adopt(Agent agent, Optional<String> message) {
    var frameworks = new LinkedHashSet<String>();
    for (var live : agent.link.runner().live()) {
      var id = live.framework().getId().getValue();
      if (cluster.completed.containsKey(id)) {
        agent.link.tell(runner -> runner.removeFramework(Ids.framework(id)));
        continue;
      }
      var framework = cluster.frameworks.computeIfAbsent(id, unknown -> recovered(live));
      frameworks.add(id);
      adopt(agent, framework, live, message);
    }
    resend(agent, frameworks);
  }

  private Framework recovered(LiveTask live) {
    var framework =
        new Framework(live.framework().getId().getValue(), live.framework(), cluster.loop);
    framework.recovered = true;
    return framework;
  }

  private void adopt(Agent agent, Framework framework, LiveTask live, Optional<String> message) {
    var taskId = live.task().getTaskId().getValue();
    framework.unreachable.remove(taskId);
    if (framework.tasks.containsKey(taskId)) {
      return;
    }
    var executor = live.latest().getExecutorId().getValue();
    var task =
        new Task(
            framework.id,
            agent.id(),
            live.task(),
            executor.isEmpty() || executor.equals(taskId)
                ? Optional.empty()
                : Optional.of(executor));
    task.state = live.latest().getState();
    if (task.state != TaskState.TASK_STAGING) {
      task.forwarded(live.latest());
    }
    cluster.add(task, agent);
    if (task.live()) {
      cluster.hold(framework.id, agent, task.resources);
      message.ifPresent(
          text ->
              framework.send(
                  Statuses.latest(
                          task,
                          TaskStatus.Reason.REASON_AGENT_REREGISTERED,
                          text,
                          cluster.loop.now())
                      .build()));
    } else {
      task.released = true;
    }
  }

  private void resend(Agent agent, Set<String> frameworks) {
    for (var id : frameworks) {
      if (cluster.framework(id).filter(Framework::isConnected).isPresent()) {
        agent.link.tell(runner -> runner.resendPending(Ids.framework(id)));
      }
    }
  }

  /** The agent's process has died: the connection is gone at once. */
  void lost(AgentLink link) {
    link.cut();
    cluster
        .agent(link.description().id())
        .filter(agent -> agent.connected)
        .ifPresent(this::disconnected);
  }

  private void disconnected(Agent agent) {
    agent.connected = false;
    offers.rescindAll(agent);
    maintenance.rescind(agent);
    var ending = new HashSet<String>();
    for (var task : List.copyOf(agent.tasks.values())) {
      var framework = cluster.frameworks.get(task.framework);
      if (framework == null || framework.info().getCheckpoint()) {
        continue;
      }
      ending.add(task.framework);
      if (task.live()) {
        task.state = TaskState.TASK_LOST;
        framework.send(
            Statuses.of(
                    task.id(),
                    Optional.of(agent.id()),
                    TaskState.TASK_LOST,
                    TaskStatus.Reason.REASON_AGENT_DISCONNECTED,
                    "Agent " + agent.description.hostname() + " disconnected",
                    cluster.loop.now())
                .build());
      }
      cluster.complete(task);
    }
    for (var framework : ending) {
      agent.executors.entrySet().stream()
          .filter(entry -> entry.getKey().framework().equals(framework))
          .forEach(entry -> cluster.release(framework, agent, entry.getValue().resources()));
      agent.executors.keySet().removeIf(key -> key.framework().equals(framework));
      // Not over the line, which is cut: without a checkpoint the executors end with the agent's
      // process.
      agent.link.runner().removeFramework(Ids.framework(framework));
    }
    watch(agent);
  }

  /** The agent hangs: nothing is noticed until it has missed its pings. */
  void frozen(AgentLink link) {
    link.freeze();
    cluster.agent(link.description().id()).ifPresent(this::watch);
  }

  private void watch(Agent agent) {
    agent.ping.cancel();
    agent.ping = cluster.loop.after(cluster.settings.agentTimeout(), () -> unreachable(agent));
  }

  private void unreachable(Agent agent) {
    if (cluster.agents.get(agent.id()) != agent) {
      return;
    }
    var now = cluster.loop.now();
    cluster.unreachable.put(agent.id(), now);
    standing(agent.id(), Registry.Standing.UNREACHABLE);
    cluster.registry.flush();
    for (var task : List.copyOf(agent.tasks.values())) {
      var framework = cluster.frameworks.get(task.framework);
      if (framework == null) {
        continue;
      }
      if (!task.live()) {
        cluster.complete(task);
        continue;
      }
      framework.unreachable.put(task.id(), new Framework.Unreachable(task, now));
      framework.tasks.remove(task.id());
      cluster.release(task);
      framework.send(
          Statuses.of(
                  task.id(),
                  Optional.of(agent.id()),
                  TaskState.TASK_UNREACHABLE,
                  TaskStatus.Reason.REASON_AGENT_REMOVED,
                  "health check timed out",
                  now)
              .setUnreachableTime(Statuses.time(now))
              .build());
    }
    forget(agent);
  }

  /** The end of a registration, after the updates about its tasks. */
  private void forget(Agent agent) {
    agent.ping.cancel();
    offers.rescindAll(agent);
    maintenance.rescind(agent);
    agent.executors.forEach(
        (key, executor) -> cluster.release(key.framework(), agent, executor.resources()));
    cluster.agents.remove(agent.id());
    cluster.shares.agentRemoved(agent.total());
    cluster.frameworks.values().forEach(framework -> framework.filters.clearAgent(agent.id()));
    failure(agent.id());
  }

  private void failure(String agent) {
    var event =
        Event.newBuilder()
            .setType(Event.Type.FAILURE)
            .setFailure(Event.Failure.newBuilder().setAgentId(Ids.agent(agent)));
    cluster.frameworks.values().forEach(framework -> framework.send(event));
  }

  private void standing(String id, Registry.Standing standing) {
    cluster
        .registry
        .find(id)
        .ifPresent(
            entry ->
                cluster.registry.put(
                    new Registry.Entry(
                        id,
                        entry.index(),
                        standing,
                        Statuses.seconds(cluster.loop.now()),
                        entry.total())));
  }

  /** The agent's process is started again, or runs on. */
  void back(AgentLink link) {
    var registered = cluster.agent(link.description().id());
    boolean waited = link.line() == AgentLink.Line.FROZEN;
    registered.ifPresent(agent -> agent.ping.cancel());
    link.attach(cluster.master());
    link.up();
    if (registered.isEmpty()) {
      register(List.of(link));
    } else if (!waited) {
      reconnect(registered.get());
    }
  }

  /** It was registered all the time: says what has changed meanwhile. */
  private void reconnect(Agent agent) {
    agent.connected = true;
    var live = new LinkedHashMap<Agent.Key, LiveTask>();
    for (var each : agent.link.runner().live()) {
      live.put(
          new Agent.Key(each.framework().getId().getValue(), each.task().getTaskId().getValue()),
          each);
    }
    var frameworks = new LinkedHashSet<String>();
    for (var key : live.keySet()) {
      if (cluster.completed.containsKey(key.framework())) {
        agent.link.tell(runner -> runner.removeFramework(Ids.framework(key.framework())));
      } else {
        frameworks.add(key.framework());
      }
    }
    for (var entry : Map.copyOf(agent.tasks).entrySet()) {
      var task = entry.getValue();
      var now = live.get(entry.getKey());
      if (now == null) {
        unknownToAgent(task);
      } else if (task.live()) {
        task.state = now.latest().getState();
        if (!task.live()) {
          cluster.release(task);
        }
      }
    }
    offers.allocate(List.of(agent));
    resend(agent, frameworks);
    for (var key : agent.kills) {
      agent.link.tell(
          runner ->
              runner.kill(Ids.framework(key.framework()), Ids.task(key.id()), Optional.empty()));
    }
    agent.kills.clear();
  }

  /** The launch never reached the agent. */
  private void unknownToAgent(Task task) {
    var framework = cluster.frameworks.get(task.framework);
    if (framework != null && task.live()) {
      framework.send(
          Statuses.of(
                  task.id(),
                  Optional.of(task.agent),
                  TaskState.TASK_DROPPED,
                  TaskStatus.Reason.REASON_RECONCILIATION,
                  "Reconciliation: task unknown to the agent",
                  cluster.loop.now())
              .build());
      task.state = TaskState.TASK_DROPPED;
    }
    cluster.complete(task);
  }

  /** Marks an agent gone that is not registered now. False if there never was one. */
  boolean markAbsentGone(String id) {
    if (!cluster.recovering.remove(id) && cluster.unreachable.remove(id) == null) {
      return false;
    }
    cluster.gone.add(id);
    standing(id, Registry.Standing.GONE);
    cluster.registry.flush();
    return true;
  }

  /** Removed by an operator: its tasks are given up, it is told to end them. */
  void remove(
      Agent agent, TaskState state, TaskStatus.Reason reason, String message, boolean forGood) {
    for (var task : List.copyOf(agent.tasks.values())) {
      var framework = cluster.frameworks.get(task.framework);
      if (framework != null && task.live()) {
        task.state = state;
        framework.send(
            Statuses.of(
                    task.id(), Optional.of(agent.id()), state, reason, message, cluster.loop.now())
                .build());
      }
      cluster.complete(task);
    }
    var frameworks = new HashSet<String>();
    agent.link.runner().live().forEach(live -> frameworks.add(live.framework().getId().getValue()));
    forget(agent);
    for (var id : frameworks) {
      agent.link.tell(runner -> runner.removeFramework(Ids.framework(id)));
    }
    if (forGood) {
      cluster.gone.add(agent.id());
      standing(agent.id(), Registry.Standing.GONE);
    } else {
      cluster.registry.remove(agent.id());
    }
    cluster.registry.flush();
    agent.link.cut();
  }
}
