package dev.marathon.local;

import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What a {@link TaskRunner} reports to the master. Thread-safe; methods return at once. */
public interface StatusSink {

  /** To be forwarded to the scheduler. A status with a uuid must be acknowledged. */
  void update(FrameworkID framework, TaskStatus status);

  /**
   * The newest state at the agent, independent of acknowledgements: a terminal one frees the task's
   * resources.
   *
   * @param terminal whether the task has ended
   */
  void state(FrameworkID framework, TaskID task, TaskState latest, boolean terminal);

  /**
   * An executor other than a command executor has ended.
   *
   * @param status its wait status as of {@code waitpid}: 9 for SIGKILL, 256 for exit code 1
   */
  void executorExited(FrameworkID framework, ExecutorID executor, int status);
}
