package dev.marathon.local.master;

import dev.marathon.local.TaskStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A task that the master knows: launched and its terminal update not yet acknowledged. */
final class Task {
  final String framework;
  final String agent;
  final TaskInfo info;
  final Resources resources;

  /** The newest state at the agent; a terminal one has freed the resources. */
  TaskState state = TaskState.TASK_STAGING;

  /** The newest update that the agent forwarded. */
  private Optional<TaskStatus> forwarded = Optional.empty();

  /** One status per state, the latest of each, for views. */
  private final List<TaskStatus> statuses = new ArrayList<>();

  boolean released;

  /** Empty for the command executor. */
  final Optional<String> executor;

  Task(String framework, String agent, TaskInfo info, Optional<String> executor) {
    this.framework = framework;
    this.agent = agent;
    this.info = info;
    this.executor = executor;
    resources = Resources.of(info.getResourcesList());
  }

  String id() {
    return info.getTaskId().getValue();
  }

  String role() {
    return info.getResourcesCount() > 0
        ? info.getResources(0).getAllocationInfo().getRole()
        : Roles.ANY;
  }

  void forwarded(TaskStatus status) {
    forwarded = Optional.of(status);
    statuses.removeIf(each -> each.getState() == status.getState());
    statuses.add(status);
  }

  Optional<TaskStatus> forwarded() {
    return forwarded;
  }

  List<TaskStatus> statuses() {
    return List.copyOf(statuses);
  }

  /** What the scheduler has been told, or TASK_STAGING. */
  TaskState knownState() {
    return forwarded.map(TaskStatus::getState).orElse(TaskState.TASK_STAGING);
  }

  boolean live() {
    return !TaskStates.terminal(state);
  }
}
