package dev.marathon.local.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResourcesTest {

  private static Resources of(String text) {
    return ResourceText.parse(text);
  }

  @Test
  void scalarsCountInThousandths() {
    var sum = of("cpus:0.1").plus(of("cpus:0.1")).plus(of("cpus:0.1"));
    assertThat(sum.items().get(0).getScalar().getValue()).isEqualTo(0.3);
    assertThat(of("cpus:4").minus(sum).toString()).isEqualTo("cpus:3.7");
    assertThat(sum.minus(of("cpus:0.3")).isEmpty()).isTrue();
  }

  @Test
  void rangesAreCutAndJoined() {
    var ports = of("ports:[31000-31999]");
    var rest = ports.minus(of("ports:[31005-31006,31999-31999]"));
    assertThat(rest.toString()).isEqualTo("ports:[31000-31004, 31007-31998]");
    assertThat(rest.plus(of("ports:[31005-31006,31999-31999]"))).isEqualTo(ports);
    assertThat(ports.contains(of("ports:[31000-31000,31999-31999]"))).isTrue();
    assertThat(ports.contains(of("ports:[30999-31000]"))).isFalse();
  }

  @Test
  void reservationsAreOfAnotherKind() {
    var both = of("cpus:3;cpus(rec):1");
    assertThat(both.contains(of("cpus:4"))).isFalse();
    assertThat(both.contains(of("cpus(rec):1;cpus:3"))).isTrue();
    assertThat(both.toString()).isEqualTo("cpus(reservations: [(STATIC,rec)]):1; cpus:3");
  }

  @Test
  void oneVolumeIsNotTwoThatAreAlike() {
    var disk = of("disk(rec):5").items().get(0).toBuilder();
    disk.getDiskBuilder().getPersistenceBuilder().setId("v").setPrincipal("p");
    var volume = disk.build();
    var one = Resources.of(List.of(volume));
    var two = Resources.of(List.of(volume, volume));
    assertThat(two.contains(one)).isTrue();
    assertThat(two.contains(two)).isTrue();
    assertThat(one.contains(two)).isFalse();
  }

  @Test
  void agentsOnOneMachineShareTheRangesOut() {
    var all = of("ports:[31000-31999];cpus:1");
    assertThat(all.portsShare(0, 3).toString()).isEqualTo("ports:[31000-31332]; cpus:1");
    assertThat(all.portsShare(1, 3).toString()).isEqualTo("ports:[31333-31665]; cpus:1");
    assertThat(all.portsShare(2, 3).toString()).isEqualTo("ports:[31666-31999]; cpus:1");
  }

  @Test
  void takingAndGivingBackLeavesAllAsItWas() {
    var random = new Random(7);
    var total = of("ports:[31000-31099];cpus:16;mem:4096;cpus(rec):2");
    for (int round = 0; round < 200; round++) {
      int port = 31000 + random.nextInt(90);
      var part =
          of(
              "ports:[%d-%d];cpus:%s;mem:%d;cpus(rec):%s"
                  .formatted(
                      port,
                      port + random.nextInt(9),
                      random.nextInt(1, 16000) / 1000.0,
                      random.nextInt(1, 4096),
                      random.nextInt(1, 2000) / 1000.0));
      assertThat(total.contains(part)).isTrue();
      var rest = total.minus(part);
      assertThat(rest.contains(total)).isFalse();
      var again = rest.plus(part);
      assertThat(again.contains(total)).isTrue();
      assertThat(total.contains(again)).isTrue();
    }
  }

  @Test
  void badTextIsRefusedWithTheEntry() {
    for (var bad :
        new String[] {"cpus", "cpus:x", "cpus:-1", "ports:[9-1]", "ports:[a-b]", "cpus(a b):1"}) {
      assertThatThrownBy(() -> of("mem:1;" + bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bad resource '" + bad + "'");
    }
  }

  @Test
  void reservationsOfBeforeAreCarriedOverIfTheyFit() {
    var reserved =
        of("cpus(rec):1")
            .map(
                item ->
                    item.toBuilder()
                        .setReservations(
                            0,
                            item.getReservations(0).toBuilder()
                                .setType(
                                    org.apache.mesos.v1.Protos.Resource.ReservationInfo.Type
                                        .DYNAMIC))
                        .build());
    var before = of("cpus:3").plus(reserved);
    assertThat(Agents.carriedOver(of("cpus:4"), before).toString())
        .isEqualTo("cpus:3; cpus(reservations: [(DYNAMIC,rec)]):1");
    assertThat(Agents.carriedOver(of("cpus:0.5"), before).toString()).isEqualTo("cpus:0.5");
  }

  @Test
  void attributesAreDealtOut() {
    var attributes = AgentAttributes.parse("zone:{a,b,c};rack:{1..20};os:linux");
    assertThat(attributes.dealt(0).get(0).getText().getValue()).isEqualTo("a");
    assertThat(attributes.dealt(4).get(0).getText().getValue()).isEqualTo("b");
    assertThat(attributes.dealt(21).get(1).getScalar().getValue()).isEqualTo(2.0);
    assertThat(attributes.dealt(7).get(2).getText().getValue()).isEqualTo("linux");
  }
}
