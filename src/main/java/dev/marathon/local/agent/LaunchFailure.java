package dev.marathon.local.agent;

import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/** Why a task was not started, in the words of a Mesos agent. */
final class LaunchFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final TaskState state;
  private final Reason reason;

  private LaunchFailure(TaskState state, Reason reason, String message) {
    super(message, null, false, false);
    this.state = state;
    this.reason = reason;
  }

  /** The containerizer could not set the container up. */
  static LaunchFailure container(String detail) {
    return new LaunchFailure(
        TaskState.TASK_FAILED,
        Reason.REASON_CONTAINER_LAUNCH_FAILED,
        "Failed to launch container: " + detail);
  }

  /** The executor ended before it could say anything of the task. */
  static LaunchFailure executor(String message) {
    return new LaunchFailure(TaskState.TASK_FAILED, Reason.REASON_EXECUTOR_TERMINATED, message);
  }

  /** The task never got as far as a container. */
  static LaunchFailure dropped(String message) {
    return new LaunchFailure(TaskState.TASK_DROPPED, Reason.REASON_EXECUTOR_TERMINATED, message);
  }

  TaskState state() {
    return state;
  }

  Reason reason() {
    return reason;
  }
}
