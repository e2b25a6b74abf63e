package dev.marathon.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

class EventReaderTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void eachRecordedEventIsReadAsWrittenDown() {
    var read =
        Recordings.events().stream()
            .map(event -> EventReader.read(event, RECEIVED))
            .map(event -> event.map(Object::toString).orElse("-").replace("\n", "\\n"))
            .toList();

    assertThat(read).isEqualTo(new String(Recordings.bytes("events.txt"), UTF_8).lines().toList());
  }

  @Test
  void anErrorSaysWhyTheSubscriptionEnds() {
    assertThat(error("Framework failed over"))
        .contains(new MesosEvent.FailedOver("Framework failed over"));
    assertThat(error("Framework has been removed"))
        .contains(new MesosEvent.FrameworkRemoved("Framework has been removed"));
    assertThat(error("Roles { nope } are not present in the master's --roles"))
        .contains(new MesosEvent.Refused("Roles { nope } are not present in the master's --roles"));
  }

  @Test
  void masterWithoutAddressIsKnownByItsOldFields() {
    var master = MasterInfo.newBuilder().setId("m").setIp(16777343).setPort(5050).setHostname("h");
    var event = Event.newBuilder().setType(Event.Type.SUBSCRIBED);
    event.getSubscribedBuilder().setMasterInfo(master).getFrameworkIdBuilder().setValue("f");

    assertThat(EventReader.read(event.build(), RECEIVED))
        .contains(new MesosEvent.Subscribed("f", "m", "h", 5050, Optional.empty()));
  }

  private static Optional<MesosEvent> error(String message) {
    var event = Event.newBuilder().setType(Event.Type.ERROR);
    event.getErrorBuilder().setMessage(message);
    return EventReader.read(event.build(), RECEIVED);
  }
}
