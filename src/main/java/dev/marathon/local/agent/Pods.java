package dev.marathon.local.agent;

import dev.marathon.local.StatusSink;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;

/**
 * The default executors of task groups. They are no processes here: an executor is there as long as
 * one of its tasks is, and a moment longer. Belongs to the lane.
 */
final class Pods {

  /** After its last task an executor of Mesos takes this long to end. */
  private static final Duration LINGER = Duration.ofMillis(50);

  private final Lane lane;
  private final Supplier<StatusSink> sink;
  private final Map<Id, String> containers = new HashMap<>();

  private record Id(String framework, String executor) {

    static Id of(Launch launch) {
      return new Id(launch.framework().getId().getValue(), launch.executorId());
    }
  }

  Pods(Lane lane, Supplier<StatusSink> sink) {
    this.lane = lane;
    this.sink = sink;
  }

  /** Container of the executor: the one that is there, or a new one. */
  String containerOf(FrameworkID framework, ExecutorID executor) {
    return containers.computeIfAbsent(
        new Id(framework.getValue(), executor.getValue()), any -> UUID.randomUUID().toString());
  }

  /** A task is with its executor. */
  void joined(Launch launch, Launch.Pod pod) {
    containers.putIfAbsent(Id.of(launch), pod.container());
  }

  /** A task has ended; if it was the last one, the executor ends too and the master is told. */
  void taskEnded(Launch launch, Collection<TaskRun> all) {
    if (launch.pod().isPresent() && !inUse(Id.of(launch), all)) {
      lane.after(
          LINGER,
          () -> {
            if (!inUse(Id.of(launch), all) && containers.remove(Id.of(launch)) != null) {
              sink.get()
                  .executorExited(
                      launch.framework().getId(), launch.pod().get().executor().getExecutorId(), 0);
            }
          });
    }
  }

  void removeFramework(String framework) {
    containers.keySet().removeIf(id -> id.framework().equals(framework));
  }

  private static boolean inUse(Id id, Collection<TaskRun> all) {
    return all.stream()
        .anyMatch(
            run ->
                run.active() && run.launch().pod().isPresent() && Id.of(run.launch()).equals(id));
  }
}
