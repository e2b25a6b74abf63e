package dev.marathon.local;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task that an agent knows.
 *
 * @param framework with its id set
 * @param latest its newest state, acknowledged or not
 */
public record LiveTask(FrameworkInfo framework, TaskInfo task, TaskStatus latest) {

  /** Whether its process still runs or is about to. */
  boolean running() {
    return switch (latest.getState()) {
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> true;
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR,
          TASK_UNREACHABLE,
          TASK_UNKNOWN ->
          false;
    };
  }
}
