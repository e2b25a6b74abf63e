package dev.marathon.local.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * An accepted task: what must be remembered to find it again.
 *
 * @param container its container id, a UUID
 * @param checkpoint whether it survives a restart of the agent
 */
record Launch(
    FrameworkInfo framework,
    TaskInfo task,
    String container,
    Optional<Pod> pod,
    boolean checkpoint,
    Instant at) {

  private static final Duration GRACE = Duration.ofSeconds(3);

  /**
   * The default executor under which the tasks of a group run.
   *
   * @param container container id of the executor
   * @param group names the tasks that end together; an executor may run several groups
   */
  record Pod(ExecutorInfo executor, String container, String group) {}

  TaskKey key() {
    return TaskKey.of(framework.getId(), task.getTaskId());
  }

  /** Id of the executor: a command executor has the id of its task. */
  String executorId() {
    return pod.map(any -> any.executor().getExecutorId())
        .or(this::customExecutor)
        .map(ExecutorID::getValue)
        .orElse(task.getTaskId().getValue());
  }

  /** The executor that a task brings along; absent for one of a group and for a command. */
  Optional<ExecutorID> customExecutor() {
    return pod.isEmpty() && task.hasExecutor()
        ? Optional.of(task.getExecutor().getExecutorId())
        : Optional.empty();
  }

  String executorContainer() {
    return pod.map(Pod::container).orElse(container);
  }

  /** Role to which the task's resources were allocated; {@code *} if they do not say. */
  String role() {
    return task.getResourcesList().stream()
        .map(resource -> resource.getAllocationInfo().getRole())
        .filter(role -> !role.isEmpty())
        .findFirst()
        .orElse("*");
  }

  /** Time between SIGTERM and SIGKILL that the task asked for; 3 s if it did not. */
  Duration grace() {
    return task.hasKillPolicy() && task.getKillPolicy().hasGracePeriod()
        ? Duration.ofNanos(task.getKillPolicy().getGracePeriod().getNanoseconds())
        : GRACE;
  }
}
