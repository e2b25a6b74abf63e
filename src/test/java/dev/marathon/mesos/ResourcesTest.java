package dev.marathon.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.offer.Offer;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

class ResourcesTest {

  @Test
  void eachRecordedResourceIsHandedBackAsItCame() {
    var offers =
        Recordings.events().stream().flatMap(e -> e.getOffers().getOffersList().stream()).toList();

    assertThat(offers).hasSizeGreaterThan(10);
    for (Protos.Offer offer : offers) {
      for (Resource resource : offer.getResourcesList()) {
        var read = Resources.read(resource).orElseThrow();
        assertThat(Resources.write(read, offer.getAllocationInfo().getRole())).isEqualTo(resource);
      }
    }
  }

  @Test
  void aPartOfADynamicReservationKeepsItsIdentity() {
    Resource reserved =
        Recordings.events().stream()
            .flatMap(event -> event.getOffers().getOffersList().stream())
            .flatMap(offer -> offer.getResourcesList().stream())
            .filter(r -> r.getName().equals("cpus") && r.getReservationsCount() == 1)
            .filter(r -> r.getReservations(0).hasLabels())
            .findFirst()
            .orElseThrow();
    var whole = (Offer.Resource.Scalar) Resources.read(reserved).orElseThrow();

    var part = new Offer.Resource.Scalar("cpus", whole.role(), 0.125, whole.reservation());

    assertThat(whole.reservation().orElseThrow().labels()).isNotEmpty();
    assertThat(whole.reservation().orElseThrow().persistentVolume()).isFalse();
    assertThat(Resources.write(part, "ignored"))
        .isEqualTo(
            reserved.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(0.125)).build());
  }

  @Test
  void persistentVolumeIsMarked() {
    assertThat(
            Recordings.events().stream()
                .flatMap(event -> event.getOffers().getOffersList().stream())
                .flatMap(offer -> offer.getResourcesList().stream())
                .filter(resource -> resource.getDisk().hasPersistence())
                .map(resource -> Resources.read(resource).orElseThrow()))
        .isNotEmpty()
        .allSatisfy(
            resource ->
                assertThat(((Offer.Resource.Scalar) resource).reservation())
                    .hasValueSatisfying(opaque -> assertThat(opaque.persistentVolume()).isTrue()));
  }

  @Test
  void diskWithASourceOfItsOwnIsNoRoomForSandboxes() {
    var mount =
        Resource.DiskInfo.newBuilder()
            .setSource(
                Resource.DiskInfo.Source.newBuilder()
                    .setType(Resource.DiskInfo.Source.Type.MOUNT)
                    .setMount(Resource.DiskInfo.Source.Mount.newBuilder().setRoot("/mnt/data")));

    var read =
        (Offer.Resource.Scalar)
            Resources.read(scalar("disk", 8).setDisk(mount).build()).orElseThrow();

    assertThat(read.reservation().orElseThrow().ownDisk()).isTrue();
  }

  @Test
  void refinedReservationIsOpaqueAndBelongsToItsLastRole() {
    var refined =
        scalar("mem", 64)
            .addReservations(reservation(Resource.ReservationInfo.Type.STATIC, "a"))
            .addReservations(reservation(Resource.ReservationInfo.Type.DYNAMIC, "a/b"))
            .build();

    var read = (Offer.Resource.Scalar) Resources.read(refined).orElseThrow();

    assertThat(read.role()).isEqualTo("a/b");
    assertThat(read.reservation()).isPresent();
  }

  @Test
  void simpleStaticReservationIsPlain() {
    var fixed =
        scalar("mem", 64)
            .addReservations(reservation(Resource.ReservationInfo.Type.STATIC, "a"))
            .build();

    assertThat(Resources.read(fixed))
        .contains(new Offer.Resource.Scalar("mem", "a", 64, Optional.empty()));
  }

  @Test
  void revocableResourceIsNotPlain() {
    var revocable =
        scalar("cpus", 1).setRevocable(Resource.RevocableInfo.getDefaultInstance()).build();

    assertThat(((Offer.Resource.Scalar) Resources.read(revocable).orElseThrow()).reservation())
        .isPresent();
  }

  @Test
  void portsBeyondAnIntAreCutOff() {
    var wide =
        Resource.newBuilder()
            .setName("ports")
            .setType(Value.Type.RANGES)
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(31000).setEnd(1L << 40))
                    .addRange(Value.Range.newBuilder().setBegin(1L << 40).setEnd(1L << 41)))
            .build();

    assertThat(((Offer.Resource.Ranges) Resources.read(wide).orElseThrow()).ranges())
        .isEqualTo(List.of(new Offer.PortRange(31000, Integer.MAX_VALUE)));
  }

  @Test
  void foreignReservationBytesAreRefused() {
    var broken =
        new Offer.Resource.Scalar(
            "cpus",
            "a",
            1,
            Optional.of(new Offer.Opaque("////", java.util.Map.of(), false, false)));

    assertThatThrownBy(() -> Resources.write(broken, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cpus");
  }

  private static Resource.Builder scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount));
  }

  private static Resource.ReservationInfo reservation(
      Resource.ReservationInfo.Type type, String role) {
    return Resource.ReservationInfo.newBuilder().setType(type).setRole(role).build();
  }
}
