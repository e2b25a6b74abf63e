package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppDefinitionTest {

  @Test
  void hostPortsAreDynamicUnlessRequired() {
    var required = Samples.hostPorts();
    assertThat(required.portRequests())
        .extracting(PortRequest::host)
        .containsExactly(new PortRequest.Host.Dynamic(), new PortRequest.Host.Fixed(9000));
    assertThat(required.toBuilder().requirePorts(false).build().portRequests())
        .extracting(PortRequest::host)
        .containsOnly(new PortRequest.Host.Dynamic());
    assertThat(required.portRequests().get(1).protocols()).containsExactly("udp", "tcp");
  }

  @Test
  void mappingsAskForNoneAnyOrOneHostPort() {
    var mapping =
        new PortMapping(80, Optional.empty(), 0, "tcp", Optional.empty(), Map.of(), List.of());
    var requests =
        Samples.full().toBuilder()
            .container(
                Samples.full()
                    .container()
                    .orElseThrow()
                    .withPortMappings(
                        Optional.of(
                            List.of(
                                mapping,
                                new PortMapping(
                                    0,
                                    Optional.of(0),
                                    0,
                                    "tcp",
                                    Optional.empty(),
                                    Map.of(),
                                    List.of()),
                                new PortMapping(
                                    0,
                                    Optional.of(7),
                                    0,
                                    "tcp",
                                    Optional.empty(),
                                    Map.of(),
                                    List.of())))))
            .build()
            .portRequests();
    assertThat(requests)
        .extracting(PortRequest::host)
        .containsExactly(
            new PortRequest.Host.None(),
            new PortRequest.Host.Dynamic(),
            new PortRequest.Host.Fixed(7));
    assertThat(requests).extracting(PortRequest::onHost).containsExactly(false, true, true);
    assertThat(requests.get(0).number()).isEqualTo(80);
  }

  @Test
  void servicePortsAreReplacedInBothModes() {
    assertThat(Samples.hostPorts().withServicePorts(List.of(1, 2)).servicePorts())
        .containsExactly(1, 2);
    assertThat(Samples.full().servicePorts()).containsExactly(0, 10443);
    assertThat(Samples.full().withServicePorts(List.of(1, 2)).servicePorts()).containsExactly(1, 2);
    assertThatThrownBy(() -> Samples.full().withServicePorts(List.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void acceptedRolesFollowTheDefaultBehaviour() {
    var app = Samples.small().toBuilder().role("prod").build();
    assertThat(app.acceptedRoles(AcceptedRoles.ANY)).containsExactlyInAnyOrder("prod", "*");
    assertThat(app.acceptedRoles(AcceptedRoles.UNRESERVED)).containsExactly("*");
    assertThat(app.acceptedRoles(AcceptedRoles.RESERVED)).containsExactly("prod");
    assertThat(
            app.toBuilder()
                .acceptedResourceRoles(List.of("*"))
                .build()
                .acceptedRoles(AcceptedRoles.RESERVED))
        .containsExactly("*");
  }

  @Test
  void kindsOfApps() {
    assertThat(Samples.resident().resident()).isTrue();
    assertThat(Samples.small().resident()).isFalse();
    assertThat(Samples.external().singleInstance()).isTrue();
    assertThat(Samples.small().singleInstance()).isFalse();
    assertThat(Samples.full().hostMode()).isFalse();
    assertThat(Samples.small().hostMode()).isTrue();
    assertThat(Samples.small().withInstances(7).instances()).isEqualTo(7);
  }

  @Test
  void collectionsCannotBeChangedFromOutside() {
    assertThatThrownBy(() -> Samples.full().labels().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Samples.full().env().keySet()).containsExactly("PLAIN", "PW");
  }
}
