package dev.marathon.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance.IpAddress;
import dev.marathon.instance.TaskStatus;
import java.time.Instant;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.junit.jupiter.api.Test;

class StatusReaderTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void stateNamesCarryOver() {
    for (TaskState state : TaskState.values()) {
      var read = read(status(state));
      assertThat(read.mesosState()).isEqualTo(state.name());
      if (state != TaskState.TASK_LOST && state != TaskState.TASK_GONE_BY_OPERATOR) {
        assertThat("TASK_" + read.condition().name()).isEqualTo(state.name());
      }
    }
    assertThat(read(status(TaskState.TASK_GONE_BY_OPERATOR)).condition()).isEqualTo(Condition.GONE);
  }

  @Test
  void lostIsWhatItsReasonSays() {
    assertThat(lost(Reason.REASON_RECONCILIATION, "")).isEqualTo(Condition.UNREACHABLE);
    assertThat(lost(Reason.REASON_AGENT_DISCONNECTED, "")).isEqualTo(Condition.UNREACHABLE);
    assertThat(lost(Reason.REASON_AGENT_REMOVED, "")).isEqualTo(Condition.UNREACHABLE);
    assertThat(lost(Reason.REASON_TASK_UNKNOWN, "")).isEqualTo(Condition.UNKNOWN);
    assertThat(lost(Reason.REASON_RECONCILIATION, "Reconciliation: Task is unknown to the agent"))
        .isEqualTo(Condition.UNKNOWN);
    assertThat(lost(Reason.REASON_INVALID_OFFERS, "")).isEqualTo(Condition.GONE);
    assertThat(read(status(TaskState.TASK_LOST)).condition()).isEqualTo(Condition.GONE);
  }

  @Test
  void messageIsCutAtTenThousandCharactersAndNeverWithinOne() {
    String smile = "\uD83D\uDE00";
    var plain = status(TaskState.TASK_FAILED).setMessage("x".repeat(10_001));
    var split = status(TaskState.TASK_FAILED).setMessage("x".repeat(9_999) + smile);
    var fits = status(TaskState.TASK_FAILED).setMessage("x".repeat(9_998) + smile);

    assertThat(read(plain).message()).hasSize(10_000);
    assertThat(read(split).message()).isEqualTo("x".repeat(9_999));
    assertThat(read(fits).message()).endsWith(smile);
  }

  @Test
  void timeIsTheUpdatesOwnToTheMicrosecond() {
    assertThat(read(status(TaskState.TASK_RUNNING).setTimestamp(1795352629.852949)).at())
        .isEqualTo("2026-11-22T13:03:49.852949Z");
    assertThat(read(status(TaskState.TASK_RUNNING)).at()).isEqualTo(RECEIVED);
  }

  @Test
  void emptyCheckStatusIsNoResult() {
    var empty = CheckStatusInfo.newBuilder().setHttp(CheckStatusInfo.Http.getDefaultInstance());

    assertThat(check(empty)).isEmpty();
  }

  @Test
  void checkResultIsTheJsonOfTheApi() {
    var http = CheckStatusInfo.newBuilder();
    http.getHttpBuilder().setStatusCode(200);
    var tcp = CheckStatusInfo.newBuilder();
    tcp.getTcpBuilder().setSucceeded(false);
    var command = CheckStatusInfo.newBuilder();
    command.getCommandBuilder().setExitCode(3);

    assertThat(check(http)).contains("{\"http\":{\"statusCode\":200}}");
    assertThat(check(tcp)).contains("{\"tcp\":{\"succeeded\":false}}");
    assertThat(check(command)).contains("{\"command\":{\"exitCode\":3}}");
  }

  @Test
  void addressesOfAllNetworksAreListed() {
    var status = status(TaskState.TASK_RUNNING);
    status
        .getContainerStatusBuilder()
        .addNetworkInfos(
            NetworkInfo.newBuilder()
                .addIpAddresses(NetworkInfo.IPAddress.newBuilder().setIpAddress("10.0.0.1"))
                .addIpAddresses(
                    NetworkInfo.IPAddress.newBuilder()
                        .setIpAddress("fd00::1")
                        .setProtocol(NetworkInfo.Protocol.IPv6)))
        .addNetworkInfos(
            NetworkInfo.newBuilder().addIpAddresses(NetworkInfo.IPAddress.getDefaultInstance()));

    assertThat(read(status).addresses())
        .containsExactly(new IpAddress("10.0.0.1", "IPv4"), new IpAddress("fd00::1", "IPv6"));
  }

  private static Condition lost(Reason reason, String message) {
    return read(status(TaskState.TASK_LOST).setReason(reason).setMessage(message)).condition();
  }

  private static java.util.Optional<String> check(CheckStatusInfo.Builder check) {
    return read(status(TaskState.TASK_RUNNING).setCheckStatus(check)).checkResult();
  }

  private static Protos.TaskStatus.Builder status(TaskState state) {
    return Protos.TaskStatus.newBuilder().setTaskId(ProtoValues.taskId("t")).setState(state);
  }

  private static TaskStatus read(Protos.TaskStatus.Builder status) {
    return StatusReader.read(status.build(), RECEIVED);
  }
}
