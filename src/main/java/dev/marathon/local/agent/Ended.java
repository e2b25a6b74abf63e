package dev.marathon.local.agent;

import dev.marathon.local.TaskStates;
import java.time.Instant;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task that ended and whose sandbox is still there.
 *
 * @param last what was said of it last
 */
record Ended(Launch launch, TaskStatus last, Instant at) {

  /** Nothing was said of the end of a task whose framework was removed: it was killed. */
  Ended {
    if (!TaskStates.terminal(last.getState())) {
      last = last.toBuilder().setState(TaskState.TASK_KILLED).build();
    }
  }

  /** Tasks of one app: the name that a framework gives to all of them. */
  String app() {
    var name = launch.task().getName();
    var app = launch.pod().isPresent() || name.isEmpty() ? launch.executorId() : name;
    return launch.framework().getId().getValue() + "/" + app;
  }
}
