package dev.marathon.mesos;

import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance.IpAddress;
import dev.marathon.instance.TaskStatus;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/** Status updates in our words. */
final class StatusReader {

  private static final int MESSAGE_LIMIT = 10_000;

  private static final String UNKNOWN_TASK = "Reconciliation: Task is unknown to the";

  /** Reasons of TASK_LOST after which the task may come back. */
  private static final Set<Reason> MAY_COME_BACK =
      EnumSet.of(
          Reason.REASON_RECONCILIATION,
          Reason.REASON_AGENT_DISCONNECTED,
          Reason.REASON_AGENT_REMOVED);

  private StatusReader() {}

  /**
   * @param received the time of an update that does not carry its own
   */
  static TaskStatus read(Protos.TaskStatus status, Instant received) {
    return new TaskStatus(
        status.getTaskId().getValue(),
        condition(status),
        status.getState().name(),
        present(
            status.hasUuid(),
            () -> Base64.getEncoder().encodeToString(status.getUuid().toByteArray())),
        present(status.hasAgentId(), () -> status.getAgentId().getValue()),
        status.hasReason() ? status.getReason().name() : "",
        cut(status.getMessage()),
        status.hasTimestamp() ? seconds(status.getTimestamp()) : received,
        present(
            status.hasUnreachableTime(),
            () -> Instant.ofEpochSecond(0, status.getUnreachableTime().getNanoseconds())),
        present(status.hasHealthy(), status::getHealthy),
        addresses(status),
        checkResult(status.getCheckStatus()));
  }

  private static Condition condition(Protos.TaskStatus status) {
    return switch (status.getState()) {
      case TASK_STAGING -> Condition.STAGING;
      case TASK_STARTING -> Condition.STARTING;
      case TASK_RUNNING -> Condition.RUNNING;
      case TASK_KILLING -> Condition.KILLING;
      case TASK_FINISHED -> Condition.FINISHED;
      case TASK_FAILED -> Condition.FAILED;
      case TASK_KILLED -> Condition.KILLED;
      case TASK_ERROR -> Condition.ERROR;
      case TASK_DROPPED -> Condition.DROPPED;
      case TASK_UNREACHABLE -> Condition.UNREACHABLE;
      case TASK_GONE, TASK_GONE_BY_OPERATOR -> Condition.GONE;
      case TASK_UNKNOWN -> Condition.UNKNOWN;
      case TASK_LOST -> lost(status);
    };
  }

  /** Masters say TASK_LOST for many things; the reason tells them apart. */
  private static Condition lost(Protos.TaskStatus status) {
    if (status.getMessage().startsWith(UNKNOWN_TASK)
        || (status.hasReason() && status.getReason() == Reason.REASON_TASK_UNKNOWN)) {
      return Condition.UNKNOWN;
    }
    return status.hasReason() && MAY_COME_BACK.contains(status.getReason())
        ? Condition.UNREACHABLE
        : Condition.GONE;
  }

  private static List<IpAddress> addresses(Protos.TaskStatus status) {
    return status.getContainerStatus().getNetworkInfosList().stream()
        .flatMap(network -> network.getIpAddressesList().stream())
        .filter(Protos.NetworkInfo.IPAddress::hasIpAddress)
        .map(address -> new IpAddress(address.getIpAddress(), address.getProtocol().name()))
        .toList();
  }

  private static Optional<String> checkResult(CheckStatusInfo check) {
    if (check.getCommand().hasExitCode()) {
      return Optional.of("{\"command\":{\"exitCode\":" + check.getCommand().getExitCode() + "}}");
    }
    if (check.getHttp().hasStatusCode()) {
      return Optional.of("{\"http\":{\"statusCode\":" + check.getHttp().getStatusCode() + "}}");
    }
    if (check.getTcp().hasSucceeded()) {
      return Optional.of("{\"tcp\":{\"succeeded\":" + check.getTcp().getSucceeded() + "}}");
    }
    return Optional.empty();
  }

  /** At most 10,000 characters, and never half of a surrogate pair. */
  private static String cut(String message) {
    if (message.length() <= MESSAGE_LIMIT) {
      return message;
    }
    boolean halves = Character.isHighSurrogate(message.charAt(MESSAGE_LIMIT - 1));
    return message.substring(0, halves ? MESSAGE_LIMIT - 1 : MESSAGE_LIMIT);
  }

  /** Microseconds are all that a double holds of a time of our days. */
  private static Instant seconds(double timestamp) {
    long micros = Math.round(timestamp * 1_000_000);
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
  }

  private static <T> Optional<T> present(boolean has, java.util.function.Supplier<T> value) {
    return has ? Optional.of(value.get()) : Optional.empty();
  }
}
