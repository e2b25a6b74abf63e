package dev.marathon.local.agent;

import dev.marathon.local.StatusSink;
import dev.marathon.local.TaskRunner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A master and scheduler in one: writes down what it is told and, if wanted, acknowledges it. */
final class RecordingSink implements StatusSink {

  private final List<TaskStatus> updates = new CopyOnWriteArrayList<>();
  private final List<String> states = new CopyOnWriteArrayList<>();
  private final List<String> executors = new CopyOnWriteArrayList<>();
  private final Optional<TaskRunner> acknowledged;

  /** Acknowledges nothing. */
  RecordingSink() {
    acknowledged = Optional.empty();
  }

  /** Acknowledges everything to the runner. */
  RecordingSink(TaskRunner runner) {
    acknowledged = Optional.of(runner);
  }

  @Override
  public void update(FrameworkID framework, TaskStatus status) {
    updates.add(status);
    acknowledged.ifPresent(
        runner -> runner.acknowledge(framework, status.getTaskId(), status.getUuid()));
  }

  @Override
  public void state(FrameworkID framework, TaskID task, TaskState latest, boolean terminal) {
    states.add(task.getValue() + " " + latest + (terminal ? " ended" : ""));
  }

  @Override
  public void executorExited(FrameworkID framework, ExecutorID executor, int status) {
    executors.add(executor.getValue() + " " + status);
  }

  List<TaskStatus> updates() {
    return updates;
  }

  List<TaskStatus> of(String task) {
    return updates.stream().filter(status -> status.getTaskId().getValue().equals(task)).toList();
  }

  List<TaskState> states(String task) {
    return of(task).stream().map(TaskStatus::getState).toList();
  }

  /** The newest update of the task. */
  TaskStatus last(String task) {
    var all = of(task);
    return all.get(all.size() - 1);
  }

  boolean has(String task, TaskState state) {
    return states(task).contains(state);
  }

  List<String> agentStates() {
    return states;
  }

  List<String> executors() {
    return executors;
  }
}
