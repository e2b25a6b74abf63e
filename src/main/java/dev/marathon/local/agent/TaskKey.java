package dev.marathon.local.agent;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;

/** A task of a framework: task ids are unique only within theirs. */
record TaskKey(String framework, String task) {

  static TaskKey of(FrameworkID framework, TaskID task) {
    return new TaskKey(framework.getValue(), task.getValue());
  }
}
