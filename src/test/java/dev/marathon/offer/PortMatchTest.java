package dev.marathon.offer;

import static dev.marathon.offer.Matching.app;
import static dev.marathon.offer.Matching.launches;
import static dev.marathon.offer.Matching.reasons;
import static dev.marathon.offer.Matching.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.offer.Offer.PortRange;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.spec.Container;
import dev.marathon.spec.Network;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.PortMapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortMatchTest {

  @Test
  void dynamicPortsAreConsecutiveAndTakenFromTheOffer() {
    var launch =
        launches(
                round()
                    .offer(Offers.of("a", 4, 1024))
                    .want(app("/web").portDefinitions(definitions(10_000, 10_001, 0)), 1)
                    .run())
            .get(0);
    var ports = launch.placement().ports();

    assertThat(ports).hasSize(3).doesNotHaveDuplicates();
    assertThat(ports).allMatch(port -> port >= 31_000 && port <= 31_999);
    assertThat(launch.taken()).anyMatch(Resource.Ranges.class::isInstance);
  }

  @Test
  void differentSeedsTakeDifferentPorts() {
    var seen = new HashSet<Integer>();
    IntStream.range(0, 20)
        .forEach(
            seed ->
                seen.addAll(
                    launches(
                            round()
                                .seed(seed)
                                .offer(Offers.of("a", 4, 1024))
                                .want(app("/web").portDefinitions(definitions(0)), 1)
                                .run())
                        .get(0)
                        .placement()
                        .ports()));

    assertThat(seen).hasSizeGreaterThan(10);
  }

  @Test
  void requiredPortsAreTakenInTheirOrder() {
    var web = app("/web").requirePorts(true).portDefinitions(definitions(31_005, 0, 31_001));
    var launch = launches(round().offer(Offers.of("a", 4, 1024)).want(web, 1).run()).get(0);
    var ports = launch.placement().ports();

    assertThat(ports.get(0)).isEqualTo(31_005);
    assertThat(ports.get(2)).isEqualTo(31_001);
    assertThat(ports.get(1)).isNotIn(31_001, 31_005);
  }

  @Test
  void aRequiredPortIsGivenOnlyOnce() {
    var web = app("/web").requirePorts(true).portDefinitions(definitions(31_005));
    var result = round().offer(Offers.of("a", 4, 1024)).want(web, 2).run();

    assertThat(launches(result)).hasSize(1);
  }

  @Test
  void missingPortsAreNamed() {
    var web = app("/web").requirePorts(true).portDefinitions(definitions(80, 31_001));
    var result = round().offer(Offers.of("a", 4, 1024)).want(web, 1).run();

    assertThat(reasons(result)).containsExactly(new NoMatch.TooFewPorts(List.of(80), 2, 1_000));
  }

  @Test
  void tooFewPortsAreCounted() {
    var offer = Offers.of("a").scalar("cpus", "*", 4).scalar("mem", "*", 99).ports("*", 5, 6);
    var web = app("/web").portDefinitions(definitions(0, 0, 0));

    assertThat(reasons(round().offer(offer).want(web, 1).run()))
        .containsExactly(new NoMatch.TooFewPorts(List.of(), 3, 2));
  }

  @Test
  void portsOfSeveralRolesAreCombined() {
    var offer =
        Offers.of("a")
            .role("dev")
            .scalar("cpus", "*", 4)
            .scalar("mem", "*", 99)
            .ports("dev", 100, 100)
            .ports("*", 200, 200)
            .ports("ops", 300, 399);
    var web = app("/web").role("dev").portDefinitions(definitions(0, 0));
    var launch = launches(round().offer(offer).want(web, 1).run()).get(0);

    assertThat(launch.placement().ports()).containsExactlyInAnyOrder(100, 200);
    assertThat(launch.taken()).contains(ranges("dev", 100, 100), ranges("*", 200, 200));
  }

  @Test
  void takenPortsAreWrittenAsFewRanges() {
    var offer = Offers.of("a").scalar("cpus", "*", 4).scalar("mem", "*", 99).ports("*", 100, 102);
    var web = app("/web").portDefinitions(definitions(0, 0, 0));
    var launch = launches(round().offer(offer).want(web, 1).run()).get(0);

    assertThat(launch.taken()).contains(ranges("*", 100, 102));
  }

  @Test
  void mappingsTakeHostPortsOnlyWhereTheyAsk() {
    var mappings =
        List.of(
            mapping(80, Optional.of(31_100)),
            mapping(81, Optional.empty()),
            mapping(82, Optional.of(0)));
    var web =
        app("/web")
            .withoutPortDefinitions()
            .networks(List.of(new Network(Network.Mode.BRIDGE, Optional.empty(), Map.of())))
            .container(
                new Container(
                    Container.Type.MESOS,
                    Optional.empty(),
                    List.of(),
                    Optional.of(mappings),
                    Optional.empty()));
    var launch = launches(round().offer(Offers.of("a", 4, 1024)).want(web, 1).run()).get(0);

    assertThat(launch.placement().ports()).hasSize(2).startsWith(31_100);
  }

  @Test
  void portsAreUniqueOnAnAgentUntilNoneIsLeft() {
    var offer =
        Offers.of("a").scalar("cpus", "*", 99).scalar("mem", "*", 9999).ports("*", 100, 119);
    var result =
        round().offer(offer).want(app("/web").portDefinitions(definitions(0, 0, 0)), 99).run();
    var ports = launches(result).stream().flatMap(l -> l.placement().ports().stream()).toList();

    assertThat(ports).hasSize(18).doesNotHaveDuplicates();
  }

  private static List<PortDefinition> definitions(int... ports) {
    return IntStream.of(ports)
        .mapToObj(port -> new PortDefinition(port, "tcp", Optional.empty(), Map.of()))
        .toList();
  }

  private static PortMapping mapping(int containerPort, Optional<Integer> hostPort) {
    return new PortMapping(
        containerPort, hostPort, 0, "tcp", Optional.empty(), Map.of(), List.of());
  }

  private static Resource ranges(String role, int begin, int end) {
    return new Resource.Ranges("ports", role, List.of(new PortRange(begin, end)), Optional.empty());
  }
}
