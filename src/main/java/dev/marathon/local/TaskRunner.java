package dev.marathon.local;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * One agent's hands: starts, kills and remembers tasks.
 *
 * <p>Thread-safe. Every method returns at once; what comes of it is told to the {@link StatusSink}.
 */
public interface TaskRunner extends AutoCloseable {

  /** Adopts what an earlier process left behind, then reports to the sink until closed. */
  void start(StatusSink sink);

  /**
   * Starts a task with the command executor, or with the task's own executor if it names one.
   *
   * @param framework with its id set
   * @param task with {@code agent_id} and the allocation info of its resources set
   * @param checkpoint whether the task survives a restart of the agent
   */
  void launch(FrameworkInfo framework, TaskInfo task, boolean checkpoint);

  /** Starts all tasks of a group under one default executor. */
  void launchGroup(FrameworkInfo framework, ExecutorInfo executor, TaskGroupInfo group);

  /**
   * Ends a task: SIGTERM, then SIGKILL.
   *
   * @param grace time between the two signals; absent: what the task's own kill policy says
   */
  void kill(FrameworkID framework, TaskID task, Optional<Duration> grace);

  /**
   * The same, because the agent is drained: which is what its last updates say.
   *
   * @param grace at most so much time between the two signals
   */
  void drain(FrameworkID framework, TaskID task, Optional<Duration> grace);

  /** Ends an executor with all its tasks. */
  void shutdown(FrameworkID framework, ExecutorID executor);

  /**
   * The scheduler has taken in an update. Until then the runner repeats it 10 s, 20 s, 40 s … later
   * and holds back later updates of the same task.
   *
   * @param uuid the 16 bytes of the update's uuid; another one than the pending update's is ignored
   */
  void acknowledge(FrameworkID framework, TaskID task, ByteString uuid);

  /** The framework (re)subscribed: its pending updates go out at once. */
  void resendPending(FrameworkID framework);

  /**
   * The framework was torn down or has expired: SIGTERM, SIGKILL after 3 s, everything about it is
   * forgotten.
   */
  void removeFramework(FrameworkID framework);

  /**
   * Tasks which run or whose last update is not acknowledged, for registration and reconciliation.
   */
  List<LiveTask> live();

  /** Stops the runner and leaves the tasks running. */
  @Override
  void close();
}
