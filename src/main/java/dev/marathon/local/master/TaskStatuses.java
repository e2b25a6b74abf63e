package dev.marathon.local.master;

import com.google.protobuf.ByteString;
import dev.marathon.local.TaskStates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** What agents report about tasks, and the calls ACKNOWLEDGE, KILL, RECONCILE and SHUTDOWN. */
final class TaskStatuses {
  private final Cluster cluster;

  TaskStatuses(Cluster cluster) {
    this.cluster = cluster;
  }

  /** An agent forwards an update. */
  void update(AgentLink link, String frameworkId, TaskStatus reported) {
    var agent = cluster.agent(link.description().id());
    var framework = cluster.framework(frameworkId);
    if (agent.isEmpty() || framework.isEmpty()) {
      return;
    }
    var status = reported.toBuilder().setAgentId(Ids.agent(agent.get().id())).build();
    var id = status.getTaskId().getValue();
    var task = framework.get().tasks.get(id);
    if (task != null) {
      if (!TaskStates.terminal(task.state)) {
        newState(task, status.getState());
      }
      if (hidden(framework.get(), status)) {
        link.tell(
            runner ->
                runner.acknowledge(Ids.framework(frameworkId), Ids.task(id), status.getUuid()));
        return;
      }
      task.forwarded(status);
    }
    framework.get().send(status);
    if (task != null && !status.hasUuid() && TaskStates.terminal(status.getState())) {
      cluster.complete(task);
    }
  }

  private static boolean hidden(Framework framework, TaskStatus status) {
    return status.getState() == TaskState.TASK_KILLING
        && !framework.capabilities().taskKillingState();
  }

  /** An agent says the newest state, which may be ahead of what it forwarded. */
  void state(AgentLink link, String frameworkId, String taskId, TaskState latest) {
    cluster
        .agent(link.description().id())
        .map(agent -> agent.tasks.get(new Agent.Key(frameworkId, taskId)))
        .ifPresent(task -> newState(task, latest));
  }

  private void newState(Task task, TaskState latest) {
    task.state = latest;
    if (TaskStates.terminal(latest)) {
      cluster.release(task);
    }
  }

  void executorExited(AgentLink link, String frameworkId, String executorId, int status) {
    var found = cluster.agent(link.description().id());
    if (found.isEmpty()) {
      return;
    }
    var agent = found.get();
    var executor = agent.executors.remove(new Agent.Key(frameworkId, executorId));
    if (executor != null) {
      cluster.release(frameworkId, agent, executor.resources());
    }
    cluster
        .framework(frameworkId)
        .ifPresent(
            framework ->
                framework.send(
                    Event.newBuilder()
                        .setType(Event.Type.FAILURE)
                        .setFailure(
                            Event.Failure.newBuilder()
                                .setAgentId(Ids.agent(agent.id()))
                                .setExecutorId(Ids.executor(executorId))
                                .setStatus(status))));
  }

  void acknowledge(Framework framework, Call.Acknowledge call) {
    var agent = cluster.agents.get(call.getAgentId().getValue());
    if (agent == null || !agent.connected) {
      return;
    }
    var task = framework.tasks.get(call.getTaskId().getValue());
    if (task != null && task.agent.equals(agent.id()) && endsWith(task, call.getUuid())) {
      cluster.complete(task);
    }
    agent.link.tell(
        runner ->
            runner.acknowledge(Ids.framework(framework.id), call.getTaskId(), call.getUuid()));
  }

  private static boolean endsWith(Task task, ByteString uuid) {
    return task.forwarded()
        .filter(last -> last.getUuid().equals(uuid) && TaskStates.terminal(last.getState()))
        .isPresent();
  }

  void kill(Framework framework, Call.Kill call) {
    var agentId =
        call.hasAgentId() ? Optional.of(call.getAgentId().getValue()) : Optional.<String>empty();
    var task = framework.tasks.get(call.getTaskId().getValue());
    if (task == null) {
      reconcile(framework, call.getTaskId().getValue(), agentId);
      return;
    }
    if (agentId.isPresent() && !agentId.get().equals(task.agent)) {
      return;
    }
    var agent = cluster.agents.get(task.agent);
    if (agent == null) {
      return;
    }
    if (!agent.connected) {
      agent.kills.add(new Agent.Key(framework.id, task.id()));
      return;
    }
    Optional<Duration> grace =
        call.getKillPolicy().hasGracePeriod()
            ? Optional.of(Duration.ofNanos(call.getKillPolicy().getGracePeriod().getNanoseconds()))
            : Optional.empty();
    agent.link.tell(runner -> runner.kill(Ids.framework(framework.id), call.getTaskId(), grace));
  }

  void shutdown(Framework framework, Call.Shutdown call) {
    cluster
        .agent(call.getAgentId().getValue())
        .ifPresent(
            agent ->
                agent.link.tell(
                    runner -> runner.shutdown(Ids.framework(framework.id), call.getExecutorId())));
  }

  void reconcile(Framework framework, Call.Reconcile call) {
    if (call.getTasksCount() == 0) {
      for (var task : List.copyOf(framework.tasks.values())) {
        framework.send(latest(task));
      }
      return;
    }
    for (var task : call.getTasksList()) {
      reconcile(
          framework,
          task.getTaskId().getValue(),
          task.hasAgentId() ? Optional.of(task.getAgentId().getValue()) : Optional.empty());
    }
  }

  private TaskStatus latest(Task task) {
    return Statuses.latest(
            task,
            TaskStatus.Reason.REASON_RECONCILIATION,
            "Reconciliation: Latest task state",
            cluster.loop.now())
        .build();
  }

  private void reconcile(Framework framework, String id, Optional<String> agent) {
    var task = framework.tasks.get(id);
    if (task != null) {
      framework.send(latest(task));
    } else {
      absent(framework, id, agent).ifPresent(framework::send);
    }
  }

  /**
   * About a task that no registered agent has. Empty while an agent that may have it is not back
   * after a restart.
   */
  private Optional<TaskStatus> absent(Framework framework, String id, Optional<String> agent) {
    var now = cluster.loop.now();
    if (agent.isPresent() && cluster.recovering.contains(agent.get())) {
      return Optional.empty();
    }
    if (agent.isPresent() && cluster.agents.containsKey(agent.get())) {
      return Optional.of(
          Statuses.reconciled(id, agent, TaskState.TASK_GONE, "Task is unknown to the agent", now)
              .build());
    }
    var partitioned = framework.unreachable.get(id);
    var since =
        agent
            .map(cluster.unreachable::get)
            .or(() -> Optional.ofNullable(partitioned).map(Framework.Unreachable::since));
    if (since.isPresent()) {
      var where = agent.or(() -> Optional.ofNullable(partitioned).map(each -> each.task().agent));
      return Optional.of(
          Statuses.reconciled(id, where, TaskState.TASK_UNREACHABLE, "Task is unreachable", now)
              .setUnreachableTime(Statuses.time(since.get()))
              .build());
    }
    if (agent.isPresent() && cluster.gone.contains(agent.get())) {
      return Optional.of(
          Statuses.reconciled(id, agent, TaskState.TASK_GONE_BY_OPERATOR, "Task is gone", now)
              .build());
    }
    if (agent.isEmpty() && !cluster.recovering.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Statuses.reconciled(id, agent, TaskState.TASK_UNKNOWN, "Task is unknown", now).build());
  }
}
