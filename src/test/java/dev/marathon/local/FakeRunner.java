package dev.marathon.local;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A runner whose tasks start at once and end when told: the master's tests need no more. */
public final class FakeRunner implements TaskRunner {
  private static final class Running {
    final FrameworkInfo framework;
    final TaskInfo task;
    final Deque<TaskStatus> unacknowledged = new ArrayDeque<>();
    TaskStatus latest;

    Running(FrameworkInfo framework, TaskInfo task) {
      this.framework = framework;
      this.task = task;
      latest =
          TaskStatus.newBuilder()
              .setTaskId(task.getTaskId())
              .setState(TaskState.TASK_STAGING)
              .build();
    }
  }

  private final Map<String, Running> tasks = new LinkedHashMap<>();
  public final List<String> log = new ArrayList<>();
  private StatusSink sink;

  /** Whether launched tasks report anything. */
  public boolean silent;

  private static String key(FrameworkID framework, TaskID task) {
    return framework.getValue() + '/' + task.getValue();
  }

  @Override
  public synchronized void start(StatusSink now) {
    sink = now;
  }

  @Override
  public synchronized void launch(FrameworkInfo framework, TaskInfo task, boolean checkpoint) {
    log.add("launch " + task.getTaskId().getValue());
    var running = new Running(framework, task);
    tasks.put(key(framework.getId(), task.getTaskId()), running);
    if (!silent) {
      report(running, TaskState.TASK_STARTING);
      report(running, TaskState.TASK_RUNNING);
    }
  }

  @Override
  public void launchGroup(FrameworkInfo framework, ExecutorInfo executor, TaskGroupInfo group) {
    group.getTasksList().forEach(task -> launch(framework, task, true));
  }

  /** The task goes over into a state. */
  public synchronized void become(String task, TaskState state) {
    tasks.values().stream()
        .filter(each -> each.task.getTaskId().getValue().equals(task))
        .forEach(each -> report(each, state));
  }

  /** The executor of a group ends. */
  public synchronized void exit(String framework, String executor, int status) {
    sink.executorExited(
        FrameworkID.newBuilder().setValue(framework).build(),
        ExecutorID.newBuilder().setValue(executor).build(),
        status);
  }

  private void report(Running running, TaskState state) {
    var uuid = UUID.randomUUID();
    var bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits());
    running.latest =
        TaskStatus.newBuilder()
            .setTaskId(running.task.getTaskId())
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setAgentId(running.task.getAgentId())
            .setExecutorId(ExecutorID.newBuilder().setValue(running.task.getTaskId().getValue()))
            .setTimestamp(1)
            .setUuid(ByteString.copyFrom(bytes.array()))
            .setContainerStatus(
                ContainerStatus.newBuilder().setContainerId(ContainerID.newBuilder().setValue("c")))
            .build();
    running.unacknowledged.add(running.latest);
    sink.state(running.framework.getId(), running.task.getTaskId(), state, terminal(state));
    if (running.unacknowledged.size() == 1) {
      sink.update(running.framework.getId(), running.latest);
    }
  }

  private static boolean terminal(TaskState state) {
    return state == TaskState.TASK_FINISHED
        || state == TaskState.TASK_KILLED
        || state == TaskState.TASK_FAILED;
  }

  @Override
  public synchronized void drain(FrameworkID framework, TaskID task, Optional<Duration> grace) {
    log.add("drain " + task.getValue() + grace.map(g -> " " + g).orElse(""));
  }

  @Override
  public synchronized void kill(FrameworkID framework, TaskID task, Optional<Duration> grace) {
    log.add("kill " + task.getValue() + grace.map(g -> " " + g).orElse(""));
    var running = tasks.get(key(framework, task));
    if (running != null && !terminal(running.latest.getState())) {
      report(running, TaskState.TASK_KILLING);
      report(running, TaskState.TASK_KILLED);
    }
  }

  @Override
  public synchronized void shutdown(FrameworkID framework, ExecutorID executor) {
    log.add("shutdown " + executor.getValue());
  }

  @Override
  public synchronized void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
    var running = tasks.get(key(framework, task));
    if (running == null
        || running.unacknowledged.isEmpty()
        || !running.unacknowledged.peek().getUuid().equals(uuid)) {
      return;
    }
    var done = running.unacknowledged.remove();
    if (terminal(done.getState())) {
      tasks.remove(key(framework, task));
    } else if (!running.unacknowledged.isEmpty()) {
      sink.update(framework, running.unacknowledged.peek());
    }
  }

  @Override
  public synchronized void resendPending(FrameworkID framework) {
    for (var each : tasks.values()) {
      if (each.framework.getId().equals(framework) && !each.unacknowledged.isEmpty()) {
        sink.update(framework, each.unacknowledged.peek());
      }
    }
  }

  @Override
  public synchronized void removeFramework(FrameworkID framework) {
    log.add("removeFramework " + framework.getValue().replaceAll(".*-", ""));
    tasks.values().removeIf(each -> each.framework.getId().equals(framework));
  }

  @Override
  public synchronized List<LiveTask> live() {
    return tasks.values().stream()
        .map(each -> new LiveTask(each.framework, each.task, each.latest))
        .toList();
  }

  @Override
  public void close() {}
}
