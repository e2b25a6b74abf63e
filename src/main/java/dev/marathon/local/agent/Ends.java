package dev.marathon.local.agent;

import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What the end of a process means for its task. */
final class Ends {

  /** Said of a task of which an earlier process of the agent left no trace. */
  static final String LOST = "Executor lost";

  /** Said when a supervisor was killed under the eyes of the agent. */
  static final String TERMINATED = "Executor terminated";

  private Ends() {}

  static TaskState state(Optional<EndCause> cause, WaitStatus exit) {
    if (cause.isPresent()) {
      return cause.get() == EndCause.TOO_LONG ? TaskState.TASK_FAILED : TaskState.TASK_KILLED;
    }
    return exit.success() ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED;
  }

  static Optional<TaskStatus.Reason> reason(Optional<EndCause> cause) {
    return cause.flatMap(
        why ->
            switch (why) {
              case TOO_LONG -> Optional.of(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
              case DRAINED -> Optional.of(TaskStatus.Reason.REASON_AGENT_DRAINING);
              case KILLED, UNHEALTHY, GROUP, GROUP_UNHEALTHY -> Optional.empty();
            });
  }
}
