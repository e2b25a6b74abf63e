package dev.marathon.local.master;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;

/** Task statuses which the master makes itself: they have no uuid and are not acknowledged. */
final class Statuses {
  private Statuses() {}

  static TaskStatus.Builder of(
      String task,
      Optional<String> agent,
      TaskState state,
      TaskStatus.Reason reason,
      String message,
      Instant now) {
    var status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue(task))
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_MASTER)
            .setReason(reason)
            .setMessage(message)
            .setTimestamp(seconds(now));
    agent.ifPresent(id -> status.setAgentId(Ids.agent(id)));
    return status;
  }

  static TaskStatus.Builder reconciled(
      String task, Optional<String> agent, TaskState state, String message, Instant now) {
    return of(
        task,
        agent,
        state,
        TaskStatus.Reason.REASON_RECONCILIATION,
        "Reconciliation: " + message,
        now);
  }

  /** The state of a live task, with what the agent last said about its container and health. */
  static TaskStatus.Builder latest(
      Task task, TaskStatus.Reason reason, String message, Instant now) {
    var status = of(task.id(), Optional.of(task.agent), task.knownState(), reason, message, now);
    task.forwarded()
        .ifPresent(
            last -> {
              if (last.hasHealthy()) {
                status.setHealthy(last.getHealthy());
              }
              if (last.hasCheckStatus()) {
                status.setCheckStatus(last.getCheckStatus());
              }
              if (last.hasContainerStatus()) {
                status.setContainerStatus(last.getContainerStatus());
              }
            });
    return status;
  }

  /** What a framework without PARTITION_AWARE is told. */
  static TaskState withoutPartitions(TaskState state) {
    return switch (state) {
      case TASK_DROPPED, TASK_UNREACHABLE, TASK_GONE, TASK_GONE_BY_OPERATOR, TASK_UNKNOWN ->
          TaskState.TASK_LOST;
      case TASK_STAGING,
          TASK_STARTING,
          TASK_RUNNING,
          TASK_KILLING,
          TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST ->
          state;
    };
  }

  static double seconds(Instant at) {
    return (at.getEpochSecond() * 1_000_000 + at.getNano() / 1000) / 1e6;
  }

  static TimeInfo time(Instant at) {
    return TimeInfo.newBuilder()
        .setNanoseconds(at.getEpochSecond() * 1_000_000_000L + at.getNano())
        .build();
  }
}
