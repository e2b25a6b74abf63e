package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import dev.marathon.local.StatusSink;
import dev.marathon.local.TaskStates;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The updates of one task on their way to the scheduler.
 *
 * <p>Only the oldest one without acknowledgement is out; it is repeated 10 s, 20 s, 40 s … later
 * (at most 10 minutes), unchanged, and the others wait behind it. With each sending the master
 * learns the newest state, which frees the resources of an ended task (Mesos: {@code
 * task_status_update_manager}).
 *
 * <p>While a scheduler is away, results of health checks would pile up: above the limit the oldest
 * waiting result of a check is dropped, never a change of state.
 */
final class UpdateStream {

  static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
  static final int LIMIT = 100;

  private final FrameworkID framework;
  private final Lane lane;
  private final Supplier<StatusSink> sink;
  private final UpdateLog log;
  private final Deque<TaskStatus> pending = new ArrayDeque<>(4);
  private volatile TaskStatus latest;
  private Lane.Timer retry = Lane.Timer.NONE;

  /**
   * @param staging what is said about the task before its first update
   */
  UpdateStream(
      FrameworkID framework,
      TaskStatus staging,
      Lane lane,
      Supplier<StatusSink> sink,
      UpdateLog log) {
    this.framework = framework;
    this.latest = staging;
    this.lane = lane;
    this.sink = sink;
    this.log = log;
  }

  /** The newest status, acknowledged or not. Readable from any thread. */
  TaskStatus latest() {
    return latest;
  }

  boolean ended() {
    return TaskStates.terminal(latest.getState());
  }

  /** Whether everything said has been acknowledged. */
  boolean settled() {
    return pending.isEmpty();
  }

  /** Says something new about the task. */
  void report(TaskStatus status) {
    log.update(status);
    restore(status);
    if (pending.size() == 1) {
      send(FIRST_RETRY);
    }
  }

  /** Takes in an update that an earlier process made, without sending it. */
  void restore(TaskStatus status) {
    latest = status;
    pending.addLast(status);
    if (pending.size() > LIMIT) {
      pending.stream()
          .skip(1)
          .filter(UpdateStream::isCheckResult)
          .findFirst()
          .ifPresent(pending::removeFirstOccurrence);
    }
  }

  /** Takes in an acknowledgement that an earlier process received. */
  void restoreAcknowledged(ByteString uuid) {
    // Everything before it was acknowledged too, or dropped above the limit.
    if (pending.stream().anyMatch(status -> status.getUuid().equals(uuid))) {
      while (!pending.removeFirst().getUuid().equals(uuid)) {
        continue;
      }
    }
  }

  /**
   * Takes the pending update off and sends the next.
   *
   * @return whether this was the pending update's uuid
   */
  boolean acknowledge(ByteString uuid) {
    if (pending.isEmpty() || !pending.getFirst().getUuid().equals(uuid)) {
      return false;
    }
    log.acknowledged(uuid);
    pending.removeFirst();
    retry.cancel();
    if (!pending.isEmpty()) {
      send(FIRST_RETRY);
    }
    return true;
  }

  /** Sends the pending update now. */
  void resend() {
    if (!pending.isEmpty()) {
      send(FIRST_RETRY);
    }
  }

  /** Forgets what is pending. */
  void close() {
    retry.cancel();
    pending.clear();
  }

  private void send(Duration next) {
    retry.cancel();
    retry =
        lane.after(
            next,
            () ->
                send(
                    next.multipliedBy(2).compareTo(LONGEST_RETRY) < 0
                        ? next.multipliedBy(2)
                        : LONGEST_RETRY));
    var status = pending.getFirst();
    sink.get().state(framework, status.getTaskId(), latest.getState(), ended());
    sink.get().update(framework, status);
  }

  private static boolean isCheckResult(TaskStatus status) {
    return Optional.of(status)
        .filter(TaskStatus::hasReason)
        .map(TaskStatus::getReason)
        .filter(
            reason ->
                reason == TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED
                    || reason == TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED)
        .isPresent();
  }
}
