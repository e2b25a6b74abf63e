package dev.marathon.local.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * An executor as an agent shows it to operators.
 *
 * @param directory its sandbox
 * @param pod whether it is a default executor with a group of tasks
 * @param ended whether no task of it runs any more
 */
record ExecutorView(
    FrameworkInfo framework,
    String id,
    String container,
    Path directory,
    boolean pod,
    boolean ended,
    List<Task> tasks) {

  /**
   * @param processes absent: it does not run, or only pretends to
   */
  record Task(TaskInfo info, TaskStatus latest, Optional<Supervision> processes) {}

  /** What Mesos calls it. */
  String name() {
    if (pod || tasks.isEmpty()) {
      return "";
    }
    var info = tasks.get(0).info();
    var command = info.getCommand();
    var line = command.getShell() ? "sh -c '" + command.getValue() + "'" : command.getValue();
    return "Command Executor (Task: " + info.getTaskId().getValue() + ") (Command: " + line + ")";
  }
}
