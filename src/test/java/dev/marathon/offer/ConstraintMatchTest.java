package dev.marathon.offer;

import static dev.marathon.offer.Matching.agents;
import static dev.marathon.offer.Matching.app;
import static dev.marathon.offer.Matching.at;
import static dev.marathon.offer.Matching.constraint;
import static dev.marathon.offer.Matching.reasons;
import static dev.marathon.offer.Matching.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.instance.Placement;
import dev.marathon.offer.MatchSettings.Placing;
import dev.marathon.offer.Offer.Attribute;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.Constraint.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintMatchTest {

  /** A back reference, so that Java's matcher cannot remember what failed before. */
  private static final String TRAP = "(x?)(a|aa)+\\1b";

  @Test
  void uniqueAllowsOneInstancePerHost() {
    var result =
        zones("x", "x")
            .want(with(constraint("hostname", Operator.UNIQUE)), 3, at("a0", Map.of()))
            .run();

    assertThat(agents(result)).containsExactly("a1");
    assertThat(reasons(result))
        .contains(
            new NoMatch.ConstraintUnmet(
                "hostname:UNIQUE",
                Optional.of("a0.host"),
                "1 of at most 1 instances are there already"));
  }

  @Test
  void theHostNameHasTwoSpellings() {
    var web = with(constraint("@hostname", Operator.LIKE, "a1\\.host"));

    assertThat(agents(zones("x", "x").want(web, 1).run())).containsExactly("a1");
  }

  @Test
  void maxPerAllowsThatManyPerValue() {
    var result =
        zones("x", "x", "y")
            .want(with(constraint("zone", Operator.MAX_PER, "2")), 9, placed("x"))
            .run();

    assertThat(zonesOf(result)).containsExactly("x", "y", "y");
  }

  @Test
  void clusterWithAValueWantsThatValue() {
    var result = zones("x", "y").want(with(constraint("zone", Operator.CLUSTER, "y")), 2).run();

    assertThat(zonesOf(result)).containsExactly("y", "y");
  }

  @Test
  void clusterWithoutAValueStaysWhereTheFirstInstanceIs() {
    var clustered = with(constraint("zone", Operator.CLUSTER));

    assertThat(zonesOf(zones("x", "y", "x").want(clustered, 4).run()).stream().distinct())
        .hasSize(1);
    assertThat(zonesOf(zones("x", "y").want(clustered, 2, placed("y")).run()))
        .containsExactly("y", "y");
  }

  @Test
  void groupByFillsTheSmallestGroup() {
    var result =
        zones("x", "y", "z")
            .want(with(constraint("zone", Operator.GROUP_BY)), 4, placed("x"), placed("x"))
            .run();

    assertThat(zonesOf(result)).containsExactly("y", "y", "z", "z");
  }

  @Test
  void groupByIsEvenOverManyInstances() {
    var result =
        zones("x", "y", "z", "x").want(with(constraint("zone", Operator.GROUP_BY)), 10).run();

    assertThat(zonesOf(result))
        .containsExactly("x", "x", "x", "x", "y", "y", "y", "z", "z", "z")
        .hasSize(10);
  }

  @Test
  void groupByWaitsForTheSmallestGroupEvenIfItOffersNothing() {
    var result =
        zones("x", "y")
            .want(
                with(constraint("zone", Operator.GROUP_BY)),
                2,
                placed("x"),
                placed("x"),
                placed("y"),
                placed("y"),
                placed("z"))
            .run();

    assertThat(agents(result)).isEmpty();
    assertThat(result.reports().get(0).declined())
        .isEqualTo(Map.of(RejectReason.UNFULFILLED_CONSTRAINT, 2));
    assertThat(result.reports().get(0).settled()).isTrue();
  }

  @Test
  void groupByWithANumberGivesEachGroupItsShare() {
    var result = zones("x", "y").want(with(constraint("zone", Operator.GROUP_BY, "3")), 7).run();

    // 7 instances in 3 groups are 3, 2 and 2; the third group has no agent.
    assertThat(zonesOf(result)).hasSize(5);
    assertThat(reasons(result)).isEmpty();
    assertThat(
            zonesOf(
                zones("x", "y", "z", "w")
                    .want(with(constraint("zone", Operator.GROUP_BY, "3")), 7)
                    .run()))
        .hasSize(7)
        .matches(zones -> zones.stream().distinct().count() == 3);
  }

  @Test
  void twoGroupingsAreBothKeptEven() {
    var round = round();
    for (String zone : List.of("x", "y")) {
      for (String rack : List.of("1", "2")) {
        round.offer(Offers.of(zone + rack, 64, 65_536).text("zone", zone).text("rack", rack));
      }
    }
    var result =
        round
            .want(
                with(constraint("zone", Operator.GROUP_BY), constraint("rack", Operator.GROUP_BY)),
                8)
            .run();

    assertThat(agents(result).stream().filter(agent -> agent.startsWith("x"))).hasSize(4);
    assertThat(agents(result).stream().filter(agent -> agent.endsWith("1"))).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"LIKE,x.*,x1", "LIKE,x1|y1,x1 y1", "UNLIKE,x.*,y1 none", "LIKE,x,''"})
  void likeAndUnlikeCompareTheWholeValue(Operator operator, String regex, String expected) {
    var result =
        round()
            .offer(Offers.of("x1", 1, 99).text("zone", "x1"))
            .offer(Offers.of("y1", 1, 99).text("zone", "y1"))
            .offer(Offers.of("none", 1, 99))
            .want(with(constraint("zone", operator, regex)), 3)
            .run();

    assertThat(agents(result))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(expected.split(" ")).filter(s -> !s.isEmpty()).toList());
  }

  @Test
  void withoutAValueOnlyUnlikeAccepts() {
    for (var constraint :
        List.of(
            constraint("zone", Operator.UNIQUE),
            constraint("zone", Operator.CLUSTER),
            constraint("zone", Operator.GROUP_BY),
            constraint("zone", Operator.MAX_PER, "5"),
            constraint("zone", Operator.IS, "x"),
            constraint("zone", Operator.LIKE, ".*"))) {
      assertThat(agents(round().offer(Offers.of("a", 1, 99)).want(with(constraint), 1).run()))
          .as(constraint.toString())
          .isEmpty();
    }
  }

  @Test
  void isComparesNumbersByTheirValue() {
    var offer = Offers.of("a", 1, 99).attribute("level", new Attribute.Scalar(1.5));

    assertThat(agents(round().offer(offer).want(with(is("level", "1.50")), 1).run())).hasSize(1);
    assertThat(agents(round().offer(offer).want(with(is("level", "1.51")), 1).run())).isEmpty();
    assertThat(
            agents(
                round()
                    .offer(Offers.of("a", 1, 99).text("level", "07"))
                    .want(with(is("level", "7.0")), 1)
                    .run()))
        .hasSize(1);
  }

  @Test
  void regionsAndZonesAreFields() {
    var round =
        round()
            .masterRegion("near")
            .offer(Offers.of("a", 1, 99).domain("near", "n1"))
            .offer(Offers.of("b", 1, 99).domain("far", "f1"));

    assertThat(agents(round.want(with(is("@region", "far")), 2).run())).containsExactly("b");
  }

  @Test
  @Timeout(20)
  void aRegexThatTakesForEverIsGivenUp() {
    String trap = "a".repeat(200) + "!";
    var offer = Offers.of("a", 1, 99).text("zone", trap);

    for (Operator operator : List.of(Operator.LIKE, Operator.UNLIKE)) {
      var result = round().offer(offer).want(with(constraint("zone", operator, TRAP)), 1).run();
      assertThat(reasons(result))
          .containsExactly(
              new NoMatch.ConstraintUnmet(
                  "zone:" + operator + ":" + TRAP,
                  Optional.of(trap),
                  "the regular expression takes too long"));
    }
  }

  @Test
  void aValueOfHugeLengthIsGivenUp() {
    var regex = BoundedRegex.of("(a|b)*");

    assertThat(regex.full("ab".repeat(500))).isEqualTo(BoundedRegex.Answer.MATCHES);
    assertThat(regex.full("ab".repeat(5_000))).isEqualTo(BoundedRegex.Answer.GIVEN_UP);
    assertThat(BoundedRegex.of("(").full("a")).isEqualTo(BoundedRegex.Answer.GIVEN_UP);
  }

  @Test
  void attributesHaveATextForm() {
    assertThat(AttributeText.of(new Attribute.Text("a b"))).isEqualTo("a b");
    assertThat(AttributeText.of(new Attribute.Scalar(1.0))).isEqualTo("1");
    assertThat(AttributeText.of(new Attribute.Scalar(1234567.8915))).isEqualTo("1234567.891");
    assertThat(AttributeText.of(new Attribute.Scalar(0.0001))).isEqualTo("0");
    assertThat(AttributeText.of(new Attribute.Scalar(100))).isEqualTo("100");
    // An agent may be started with --attributes=name:nan, which Mesos takes for a number.
    assertThat(AttributeText.of(new Attribute.Scalar(Double.NaN))).isEqualTo("NaN");
    assertThat(AttributeText.of(new Attribute.Scalar(Double.NEGATIVE_INFINITY)))
        .isEqualTo("-Infinity");
    assertThat(
            AttributeText.of(new Attribute.Ranges(List.of(new long[] {5, 6}, new long[] {1, 2}))))
        .isEqualTo("[1-2,5-6]");
    assertThat(AttributeText.of(new Attribute.Items(List.of("b", "a")))).isEqualTo("{a,b}");
  }

  @Test
  void aPlacementKeepsTheAttributesThatTheConstraintsName() {
    var result =
        round()
            .offer(Offers.of("a", 1, 99).text("zone", "x").text("rack", "r"))
            .want(
                with(
                    constraint("zone", Operator.MAX_PER, "9"),
                    constraint("hostname", Operator.UNIQUE)),
                1)
            .run();

    assertThat(Matching.launches(result).get(0).placement().attributes())
        .isEqualTo(Map.of("zone", "x"));
  }

  @Test
  void spreadingPrefersAgentsWithoutAnInstanceOfTheApp() {
    var result =
        zones("x", "x", "x")
            .want(
                with(constraint("zone", Operator.MAX_PER, "99")),
                2,
                new Placement(
                    "a1",
                    "a1.host",
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("zone", "x")))
            .run();

    assertThat(agents(result)).containsExactly("a0", "a2");
  }

  @Test
  void packingKeepsConstraintsToo() {
    var result =
        zones("x", "y", "z")
            .settings(MatchSettings.DEFAULTS.withPlacing(Placing.PACK))
            .want(with(constraint("zone", Operator.GROUP_BY)), 6)
            .run();

    assertThat(zonesOf(result)).containsExactly("x", "x", "y", "y", "z", "z");
  }

  private static AppBuilder with(Constraint... constraints) {
    return app("/web").constraints(List.of(constraints));
  }

  private static Constraint is(String field, String value) {
    return constraint(field, Operator.IS, value);
  }

  /** One large agent per zone given, a0 and so on. */
  private static Matching zones(String... zones) {
    var round = round();
    for (int i = 0; i < zones.length; i++) {
      round.offer(Offers.of("a" + i, 64, 65_536).text("zone", zones[i]));
    }
    return round;
  }

  private static Placement placed(String zone) {
    return at("elsewhere", Map.of("zone", zone));
  }

  private static List<String> zonesOf(RoundResult result) {
    return Matching.launches(result).stream()
        .map(launch -> launch.placement().attributes().get("zone"))
        .sorted()
        .toList();
  }
}
