package dev.marathon.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.marathon.spec.AppBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class CallWriterTest {

  private static final String MASTER = "d08e8079-6aa3-4476-bea6-46c040499d32";
  private static final String FRAMEWORK = MASTER + "-0001";
  private static final FrameworkSettings SETTINGS =
      new FrameworkSettings(
          "pb",
          "root",
          Set.of("rec"),
          Duration.ofSeconds(60),
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.of("pb"),
          false);

  private final CallWriter writer = new CallWriter(SETTINGS, LaunchSettings.defaults(), FRAMEWORK);

  @Test
  void callsAreThoseThatARealMasterTook() {
    assertThat(bytes(new MesosCall.Acknowledge("pb1", MASTER + "-S1", "WRgeShYeT262VdyXt+aCVg==")))
        .isEqualTo(recorded(309, 117));
    assertThat(bytes(new MesosCall.Decline(List.of(MASTER + "-O7"), Duration.ofSeconds(60))))
        .isEqualTo(recorded(426, 103));
    assertThat(bytes(new MesosCall.Suppress(Set.of("rec")))).isEqualTo(recorded(529, 55));
    assertThat(bytes(new MesosCall.Revive(Set.of()))).isEqualTo(recorded(584, 47));
    assertThat(
            bytes(
                new MesosCall.Reconcile(
                    List.of(
                        new MesosCall.TaskQuestion("pb1", Optional.of(MASTER + "-S1")),
                        new MesosCall.TaskQuestion("zz", Optional.empty())))))
        .isEqualTo(recorded(631, 109));
    assertThat(
            bytes(
                new MesosCall.Kill(
                    "pb1", Optional.of(MASTER + "-S1"), Optional.of(Duration.ofSeconds(1)))))
        .isEqualTo(recorded(740, 109));
    assertThat(bytes(new MesosCall.Teardown())).isEqualTo(recorded(849, 47));
  }

  @Test
  void subscribeIsTheRecordedOneWithOurCapabilities() throws InvalidProtocolBufferException {
    var recorded = Call.parseFrom(recorded(0, 52)).toBuilder();
    recorded.getSubscribeBuilder().getFrameworkInfoBuilder().clearCapabilities();

    var call = CallWriter.subscribe(Optional.empty(), SETTINGS, Set.of()).toBuilder();
    var capabilities =
        call.getSubscribe().getFrameworkInfo().getCapabilitiesList().stream()
            .map(Capability::getType)
            .toList();
    call.getSubscribeBuilder().getFrameworkInfoBuilder().clearCapabilities();

    assertThat(call.build()).isEqualTo(recorded.build());
    assertThat(capabilities)
        .containsExactlyInAnyOrder(
            Capability.Type.PARTITION_AWARE,
            Capability.Type.REGION_AWARE,
            Capability.Type.MULTI_ROLE,
            Capability.Type.RESERVATION_REFINEMENT,
            Capability.Type.TASK_KILLING_STATE);
  }

  @Test
  void knownFrameworkIsNamedInBothPlaces() {
    var call = CallWriter.subscribe(Optional.of("f"), SETTINGS, Set.of("rec"));

    assertThat(call.getFrameworkId().getValue()).isEqualTo("f");
    assertThat(call.getSubscribe().getFrameworkInfo().getId().getValue()).isEqualTo("f");
    assertThat(call.getSubscribe().getSuppressedRolesList()).containsExactly("rec");
  }

  @Test
  void everythingThatIsKnownOfTheFrameworkIsTold() {
    var settings =
        new FrameworkSettings(
            "marathon",
            "nobody",
            Set.of("b", "a"),
            Duration.ofMillis(1500),
            false,
            Optional.of("host1"),
            Optional.of("http://host1:8080"),
            Optional.empty(),
            true);

    var info =
        CallWriter.subscribe(Optional.empty(), settings, Set.of())
            .getSubscribe()
            .getFrameworkInfo();

    assertThat(info.getRolesList()).containsExactly("a", "b");
    assertThat(info.getFailoverTimeout()).isEqualTo(1.5);
    assertThat(info.getCheckpoint()).isFalse();
    assertThat(info.getHostname()).isEqualTo("host1");
    assertThat(info.getWebuiUrl()).isEqualTo("http://host1:8080");
    assertThat(info.hasPrincipal()).isFalse();
    assertThat(info.getCapabilitiesList())
        .extracting(Capability::getType)
        .contains(Capability.Type.GPU_RESOURCES);
  }

  @Test
  void acceptLaunchesAllTasksInOneOperation() {
    var accept =
        writer
            .write(
                new MesosCall.Accept(
                    List.of("o1", "o2"),
                    List.of(
                        Launches.of(AppBuilder.of("/a").cmd("x")),
                        Launches.of(AppBuilder.of("/b").cmd("y"))),
                    Duration.ofMillis(2500)))
            .getAccept();

    assertThat(accept.getOfferIdsList())
        .containsExactly(ProtoValues.offerId("o1"), ProtoValues.offerId("o2"));
    assertThat(accept.getFilters().getRefuseSeconds()).isEqualTo(2.5);
    assertThat(accept.getOperationsList())
        .singleElement()
        .satisfies(
            operation -> {
              assertThat(operation.getType()).isEqualTo(Operation.Type.LAUNCH);
              assertThat(operation.getLaunch().getTaskInfosList()).hasSize(2);
            });
  }

  @Test
  void acceptOfNothingHasNoOperation() {
    assertThat(
            writer
                .write(new MesosCall.Accept(List.of("o1"), List.of(), Duration.ZERO))
                .getAccept()
                .getOperationsList())
        .isEmpty();
  }

  @Test
  void updateChangesTheRolesOnly() {
    var update =
        writer
            .write(new MesosCall.UpdateFramework(Set.of("rec", "dev"), Set.of("dev")))
            .getUpdateFramework();
    var before =
        CallWriter.subscribe(Optional.of(FRAMEWORK), SETTINGS, Set.of())
            .getSubscribe()
            .getFrameworkInfo();

    assertThat(update.getFrameworkInfo())
        .isEqualTo(before.toBuilder().clearRoles().addRoles("dev").addRoles("rec").build());
    assertThat(update.getSuppressedRolesList()).containsExactly("dev");
  }

  @Test
  void brokenUuidIsRefused() {
    assertThatThrownBy(() -> writer.write(new MesosCall.Acknowledge("t", "a", "%%")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] bytes(MesosCall call) {
    return writer.write(call).toByteArray();
  }

  private static byte[] recorded(int offset, int length) {
    return Arrays.copyOfRange(Recordings.bytes("calls-protobuf.bin"), offset, offset + length);
  }
}
