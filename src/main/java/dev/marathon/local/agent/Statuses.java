package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Status updates as the executors and agents of Mesos make them: which fields are set is as
 * measured on Mesos 1.12.
 */
final class Statuses {

  private final AgentID agent;
  private final String address;

  /**
   * @param address IPv4 address that the agent's tasks are reached at
   */
  Statuses(AgentID agent, String address) {
    this.agent = agent;
    this.address = address;
  }

  /** Known before anything was said about a task; never sent as an update. */
  TaskStatus staging(TaskInfo task, Instant at) {
    return plain(task, TaskState.TASK_STAGING, at)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .build();
  }

  /** Said by the agent about a task whose executor is not there to say it. */
  TaskStatus byAgent(
      Launch launch, TaskState state, TaskStatus.Reason reason, String message, Instant at) {
    return plain(launch.task(), forCapabilities(launch.framework(), state), at)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .setExecutorId(ExecutorID.newBuilder().setValue(launch.executorId()))
        .setReason(reason)
        .setMessage(message)
        .setUuid(uuid())
        .build();
  }

  /**
   * Said by an executor; more fields may be added.
   *
   * @param pid of the process that stands for the executor; absent: not yet known
   */
  TaskStatus.Builder byExecutor(Launch launch, TaskState state, Optional<Long> pid, Instant at) {
    var status =
        plain(launch.task(), state, at)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setExecutorId(ExecutorID.newBuilder().setValue(launch.executorId()))
            .setUuid(uuid())
            .setContainerStatus(container(launch, state, pid));
    if (launch.task().hasCheck()) {
      status.setCheckStatus(noResult(launch.task()));
    }
    return status;
  }

  private ContainerStatus container(Launch launch, TaskState state, Optional<Long> pid) {
    var id = ContainerID.newBuilder().setValue(launch.container());
    launch.pod().ifPresent(pod -> id.setParent(ContainerID.newBuilder().setValue(pod.container())));
    var status = ContainerStatus.newBuilder().setContainerId(id);
    // The default executor leaves address and pid out before a task runs and after it ended.
    boolean running = state == TaskState.TASK_RUNNING || state == TaskState.TASK_KILLING;
    if (running || launch.pod().isEmpty()) {
      pid.ifPresent(value -> status.setExecutorPid(value.intValue()));
      status.addNetworkInfos(network(address));
    }
    return status.build();
  }

  static NetworkInfo network(String address) {
    return NetworkInfo.newBuilder()
        .addIpAddresses(
            NetworkInfo.IPAddress.newBuilder()
                .setProtocol(NetworkInfo.Protocol.IPv4)
                .setIpAddress(address))
        .build();
  }

  /** What a task with a check says of it as long as the check has no result. */
  static CheckStatusInfo noResult(TaskInfo task) {
    var type = task.getCheck().getType();
    var status = CheckStatusInfo.newBuilder().setType(type);
    switch (type) {
      case COMMAND -> status.setCommand(CheckStatusInfo.Command.getDefaultInstance());
      case HTTP -> status.setHttp(CheckStatusInfo.Http.getDefaultInstance());
      case TCP -> status.setTcp(CheckStatusInfo.Tcp.getDefaultInstance());
      case UNKNOWN -> {}
    }
    return status.build();
  }

  private TaskStatus.Builder plain(TaskInfo task, TaskState state, Instant at) {
    return TaskStatus.newBuilder()
        .setTaskId(task.getTaskId())
        .setAgentId(agent)
        .setState(state)
        .setTimestamp(seconds(at));
  }

  static double seconds(Instant at) {
    return at.getEpochSecond() + Math.floorDiv(at.getNano(), 1_000) / 1e6;
  }

  /** 16 random bytes which are a version 4 UUID. */
  static ByteString uuid() {
    var uuid = UUID.randomUUID();
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }

  /** A framework that does not know partitions is told TASK_LOST instead. */
  private static TaskState forCapabilities(FrameworkInfo framework, TaskState state) {
    return state == TaskState.TASK_DROPPED
            && !has(framework, FrameworkInfo.Capability.Type.PARTITION_AWARE)
        ? TaskState.TASK_LOST
        : state;
  }

  static boolean has(FrameworkInfo framework, FrameworkInfo.Capability.Type wanted) {
    return framework.getCapabilitiesList().stream()
        .anyMatch(capability -> capability.getType() == wanted);
  }
}
