package dev.marathon.mesos;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.TaskPort;
import java.util.List;

/** The ports of a task that is to be launched. */
final class TaskPorts {

  private TaskPorts() {}

  static List<TaskPort> of(LaunchSpec launch) {
    return TaskPort.of(launch.definition(), launch.taskId(), launch.placement().ports());
  }
}
