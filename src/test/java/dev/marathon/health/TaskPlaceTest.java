package dev.marathon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.Container;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.HealthCheck.Protocol;
import dev.marathon.spec.Network;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.PortMapping;
import dev.marathon.spec.ReadinessCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a check finds its task. */
class TaskPlaceTest {

  private static final TaskId TASK =
      new InstanceId(new AppId("/web").safe(), new UUID(0, 1)).task(1);

  private static TaskPlace host(String... names) {
    var ports =
        List.of(names).stream()
            .map(name -> new PortDefinition(0, "tcp", Optional.of(name), Map.of()))
            .toList();
    return new TaskPlace(
        AppBuilder.of("/web").portDefinitions(ports).build(),
        TASK,
        "agent-1",
        List.of(31_000, 31_001).subList(0, names.length),
        Optional.of("10.0.0.7"));
  }

  private static TaskPlace container(Network.Mode mode, PortMapping... mappings) {
    var container =
        new Container(
            Container.Type.MESOS,
            Optional.empty(),
            List.of(),
            Optional.of(List.of(mappings)),
            Optional.empty());
    var app =
        AppBuilder.of("/web")
            .networks(List.of(new Network(mode, Optional.empty(), Map.of())))
            .withoutPortDefinitions()
            .container(container)
            .build();
    return new TaskPlace(app, TASK, "agent-1", List.of(31_000), Optional.of("10.0.0.7"));
  }

  private static PortMapping mapping(int inside, Optional<Integer> hostPort, String name) {
    return new PortMapping(inside, hostPort, 0, "tcp", Optional.of(name), Map.of(), List.of());
  }

  private static HealthCheck check(
      Protocol protocol, Optional<Integer> index, Optional<Integer> port) {
    return new HealthCheck(
        protocol,
        Optional.empty(),
        Optional.of("ping"),
        index,
        port,
        0,
        10,
        5,
        3,
        0,
        false,
        Optional.empty());
  }

  private static Optional<String> at(TaskPlace place, int index) {
    return place
        .probe(check(Protocol.TCP, Optional.of(index), Optional.empty()))
        .map(probe -> probe.endpoint().toString());
  }

  @Test
  void hostNetworkIsProbedAtTheAgentsName() {
    assertThat(at(host("http", "admin"), 0)).contains("agent-1:31000");
    assertThat(at(host("http", "admin"), 1)).contains("agent-1:31001");
    assertThat(at(host("http", "admin"), 2)).isEmpty();
  }

  @Test
  void explicitPortIsTakenAsItIs() {
    var check = check(Protocol.TCP, Optional.empty(), Optional.of(8_080));
    assertThat(host("http").probe(check).get().endpoint())
        .isEqualTo(new Endpoint("agent-1", 8_080));
    var own = container(Network.Mode.CONTAINER, mapping(80, Optional.empty(), "http"));
    assertThat(own.probe(check).get().endpoint()).isEqualTo(new Endpoint("10.0.0.7", 8_080));
  }

  @Test
  void containerIsProbedAtItsAddressButAHostPortAtTheAgent() {
    var place =
        container(
            Network.Mode.CONTAINER,
            mapping(80, Optional.empty(), "own"),
            mapping(81, Optional.of(0), "shared"));
    assertThat(at(place, 0)).contains("10.0.0.7:80");
    assertThat(at(place, 1)).contains("agent-1:31000");
    assertThat(at(container(Network.Mode.BRIDGE, mapping(80, Optional.of(0), "http")), 0))
        .contains("agent-1:31000");
  }

  @Test
  void containerWithoutAnAddressCannotBeProbedYet() {
    var known = container(Network.Mode.CONTAINER, mapping(80, Optional.empty(), "own"));
    var unknown = new TaskPlace(known.app(), TASK, "agent-1", List.of(), Optional.empty());
    assertThat(at(unknown, 0)).isEmpty();
  }

  @Test
  void protocolDecidesTheKindOfProbe() {
    var here = new Endpoint("agent-1", 31_000);
    assertThat(host("x").probe(check(Protocol.HTTP, Optional.empty(), Optional.empty())))
        .contains(new Probe.Http(here, false, "/ping"));
    assertThat(host("x").probe(check(Protocol.HTTPS, Optional.empty(), Optional.empty())))
        .contains(new Probe.Http(here, true, "/ping"));
    assertThat(host("x").probe(check(Protocol.TCP, Optional.empty(), Optional.empty())))
        .contains(new Probe.Tcp(here));
  }

  @Test
  void readinessIsAskedAtTheNamedPort() {
    var check = new ReadinessCheck("up", "HTTPS", "/r", "admin", 30, 10, List.of(200), false);
    assertThat(host("http", "admin").probe(check))
        .contains(new Probe.Http(new Endpoint("agent-1", 31_001), true, "/r"));
    assertThat(host("http").probe(check)).isEmpty();
  }

  @Test
  void requestIsOneLineWhateverThePathSays() {
    var probe = new Probe.Http(new Endpoint("fd00::1", 80), false, "a b\r\nEvil: \u00e9?x=1");
    assertThat(new String(probe.request(), StandardCharsets.US_ASCII))
        .startsWith("GET /a%20b%0D%0AEvil:%20%C3%A9?x=1 HTTP/1.1\r\nHost: [fd00::1]:80\r\n")
        .endsWith("\r\n\r\n");
  }
}
