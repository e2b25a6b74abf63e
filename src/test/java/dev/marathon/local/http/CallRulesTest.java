package dev.marathon.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallRulesTest {

  /** As a Mesos 1.12 answered. */
  @ParameterizedTest
  @CsvSource({
    "0e4590ef-da6d-4a20-9898-c54655383110, true",
    "30303030-3030-3030-3030-303030303030, true",
    "0e4590ef-da6d-ba20-7898-c54655383110, false",
    "00000000-0000-0000-0000-000000000000, false",
    "0e4590, false"
  })
  void anAcknowledgementNamesAnUpdateByUuid(String uuid, boolean good) {
    var call =
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE)
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .setAcknowledge(
                Call.Acknowledge.newBuilder()
                    .setAgentId(AgentID.newBuilder().setValue("a"))
                    .setTaskId(TaskID.newBuilder().setValue("t"))
                    .setUuid(ByteString.copyFrom(HexFormat.of().parseHex(uuid.replace("-", "")))))
            .build();

    assertThat(CallRules.invalid(call))
        .isEqualTo(good ? Optional.empty() : Optional.of("Not a valid UUID"));
  }
}
