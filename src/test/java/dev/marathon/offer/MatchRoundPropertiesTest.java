package dev.marathon.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import dev.marathon.instance.Demand;
import dev.marathon.instance.Placement;
import dev.marathon.offer.MatchSettings.Placing;
import dev.marathon.offer.Offer.PortRange;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.offer.RoundInput.Wanted;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.Constraint.Operator;
import dev.marathon.spec.PortDefinition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every round, whatever the offers and the demands. One seed is one world. */
class MatchRoundPropertiesTest {

  @Test
  void noOfferIsExceededAndNoPortIsGivenTwice() {
    forAllWorlds(
        world -> {
          for (var agent : world.result.used()) {
            Map<String, BigDecimal> left = new HashMap<>();
            var ports = new HashSet<String>();
            for (Offer offer : world.offers(agent.offerIds())) {
              assertThat(offer.agentId()).isEqualTo(agent.agentId());
              assertThat(offer.allocationRole()).isEqualTo(agent.allocationRole());
              offer.resources().forEach(resource -> add(left, ports, resource));
            }
            for (LaunchSpec launch : agent.launches()) {
              launch.taken().forEach(resource -> take(left, ports, resource));
            }
          }
        });
  }

  @Test
  void everyLaunchTakesExactlyWhatItsAppAsksFor() {
    forAllWorlds(
        world -> {
          for (LaunchSpec launch : Matching.launches(world.result)) {
            var app = launch.definition();
            assertThat(sum(launch, "cpus")).isEqualByComparingTo(decimal(app.cpus()));
            assertThat(sum(launch, "mem")).isEqualByComparingTo(decimal(app.mem()));
            assertThat(launch.placement().ports()).hasSameSizeAs(app.portRequests());
            assertThat(launch.allocationRole()).isEqualTo(app.role());
            assertThat(launch.taken())
                .allMatch(r -> r.role().equals("*") || r.role().equals(app.role()));
          }
        });
  }

  @Test
  void noDemandGetsMoreThanItWantsAndNoAgentIsUsedTwice() {
    forAllWorlds(
        world -> {
          var ids = new HashSet<>();
          Map<String, Integer> perApp = new HashMap<>();
          for (LaunchSpec launch : Matching.launches(world.result)) {
            assertThat(ids.add(launch.taskId())).isTrue();
            perApp.merge(launch.definition().id().path(), 1, Integer::sum);
          }
          for (var report : world.result.reports()) {
            int launched = perApp.getOrDefault(report.appId().path(), 0);
            assertThat(report.launched()).isEqualTo(launched);
            assertThat(launched + report.open()).isEqualTo(world.count(report.appId().path()));
          }
          var offers = new HashSet<String>();
          world
              .result
              .used()
              .forEach(a -> a.offerIds().forEach(o -> assertThat(offers.add(o)).isTrue()));
          assertThat(world.result.launches()).isLessThanOrEqualTo(world.limit);
        });
  }

  /** Counts anew, without the matcher's own counting. */
  @Test
  void noConstraintIsBroken() {
    forAllWorlds(
        world -> {
          for (Wanted wanted : world.input.wanted()) {
            var all = new ArrayList<>(wanted.demand().placed());
            var app = wanted.demand().definition();
            Matching.launches(world.result).stream()
                .filter(launch -> launch.definition().id().equals(app.id()))
                .forEach(launch -> all.add(launch.placement()));
            boolean launched = all.size() > wanted.demand().placed().size();
            app.constraints().stream()
                .filter(constraint -> launched)
                .forEach(constraint -> check(constraint, all, wanted.demand().placed().size()));
          }
        });
  }

  @Test
  void whatIsLeftOverReallyDoesNotFit() {
    forAllWorlds(
        world -> {
          for (var report : world.result.reports()) {
            if (report.settled() && report.open() > 0 && report.launched() == 0) {
              assertThat(report.declinedInAll())
                  .isEqualTo(world.offersOfRole(report.appId().path()));
            }
          }
        });
  }

  private static void check(Constraint constraint, List<Placement> all, int before) {
    Map<String, Integer> counts = new HashMap<>();
    for (Placement placement : all) {
      AttributeText.field(constraint.field(), placement)
          .ifPresent(value -> counts.merge(value, 1, Integer::sum));
    }
    for (Placement placement : all.subList(before, all.size())) {
      String value = AttributeText.field(constraint.field(), placement).orElse(null);
      switch (constraint.operator()) {
        case UNIQUE -> assertThat(counts.get(value)).isEqualTo(1);
        case MAX_PER ->
            assertThat(counts.get(value))
                .isLessThanOrEqualTo(Integer.parseInt(constraint.value().orElseThrow()));
        case CLUSTER -> assertThat(counts).hasSize(1);
        case LIKE -> assertThat(value).matches(constraint.value().orElseThrow());
        case UNLIKE ->
            assertThat(value == null || !value.matches(constraint.value().orElseThrow())).isTrue();
        case IS -> assertThat(value).isEqualTo(constraint.value().orElseThrow());
        case GROUP_BY -> {
          int least = counts.values().stream().mapToInt(c -> c).min().orElseThrow();
          // Starting from groups that are at most one apart, they stay so.
          assertThat(counts.values()).allMatch(c -> c <= least + 1);
        }
      }
    }
  }

  private static void forAllWorlds(java.util.function.Consumer<World> property) {
    qt().withExamples(300)
        .forAll(longs().all())
        .checkAssert(seed -> property.accept(new World(seed)));
  }

  private static void add(Map<String, BigDecimal> left, HashSet<String> ports, Resource resource) {
    if (resource instanceof Resource.Scalar scalar) {
      left.merge(scalar.name() + "/" + scalar.role(), decimal(scalar.amount()), BigDecimal::add);
    } else if (resource instanceof Resource.Ranges ranges) {
      ports(ranges).forEach(ports::add);
    }
  }

  private static void take(Map<String, BigDecimal> left, HashSet<String> ports, Resource resource) {
    if (resource instanceof Resource.Scalar scalar) {
      assertThat(scalar.amount()).isPositive();
      var rest =
          left.merge(
              scalar.name() + "/" + scalar.role(),
              decimal(scalar.amount()).negate(),
              BigDecimal::add);
      assertThat(rest).isNotNegative();
    } else if (resource instanceof Resource.Ranges ranges) {
      ports(ranges).forEach(port -> assertThat(ports.remove(port)).isTrue());
    }
  }

  private static List<String> ports(Resource.Ranges ranges) {
    var ports = new ArrayList<String>();
    for (PortRange range : ranges.ranges()) {
      for (int port = range.begin(); port <= range.end(); port++) {
        ports.add(ranges.role() + ":" + port);
      }
    }
    return ports;
  }

  private static BigDecimal sum(LaunchSpec launch, String name) {
    return launch.taken().stream()
        .filter(Resource.Scalar.class::isInstance)
        .map(Resource.Scalar.class::cast)
        .filter(scalar -> scalar.name().equals(name))
        .map(scalar -> decimal(scalar.amount()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal decimal(double amount) {
    return BigDecimal.valueOf(Milli.of(amount), 3);
  }

  private static final class World {
    private static final List<String> ROLES = List.of("*", "dev");
    private final Random random;
    private final RoundInput input;
    private final RoundResult result;
    private final int limit;

    World(long seed) {
      random = new Random(seed);
      var round = Matching.round().seed(seed);
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        for (int part = 0; part <= random.nextInt(2); part++) {
          round.offer(offer("a" + i, i, "o" + i + "-" + part));
        }
      }
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        round.want(demand("/app" + i));
      }
      limit = 1 + random.nextInt(60);
      input =
          round
              .settings(
                  MatchSettings.DEFAULTS
                      .withLaunchesPerRound(limit)
                      .withPlacing(random.nextBoolean() ? Placing.SPREAD : Placing.PACK))
              .input();
      result = MatchRound.run(input, Matching.context(seed));
    }

    List<Offer> offers(List<String> ids) {
      return input.offers().stream()
          .map(RoundInput.Held::offer)
          .filter(offer -> ids.contains(offer.id()))
          .toList();
    }

    int count(String app) {
      return demand(app, input.wanted()).count();
    }

    int offersOfRole(String app) {
      String role = demand(app, input.wanted()).definition().role();
      return (int)
          input.offers().stream().filter(h -> h.offer().allocationRole().equals(role)).count();
    }

    private static Demand demand(String app, List<Wanted> wanted) {
      return wanted.stream()
          .map(Wanted::demand)
          .filter(demand -> demand.appId().path().equals(app))
          .findFirst()
          .orElseThrow();
    }

    private Offer offer(String agent, int number, String id) {
      String role = random.nextInt(4) == 0 ? "dev" : "*";
      var offer = Offers.of(agent).id(id).role(role);
      for (String resourceRole : role.equals("dev") ? ROLES : List.of("*")) {
        offer
            .scalar("cpus", resourceRole, random.nextInt(8_000) / 1_000.0)
            .scalar("mem", resourceRole, random.nextInt(2_000));
        int begin =
            1_000 * (1 + id.charAt(id.length() - 1) - '0') + (resourceRole.equals("*") ? 0 : 500);
        offer.ports(resourceRole, begin, begin + random.nextInt(20));
      }
      if (number % 5 != 0) {
        offer.text("zone", "z" + number % 3);
      }
      return offer.build();
    }

    private Demand demand(String path) {
      int count = 1 + random.nextInt(20);
      var app =
          AppBuilder.of(path)
              .cmd("x")
              .role(ROLES.get(random.nextInt(2)))
              .instances(count)
              .cpus((1 + random.nextInt(1_500)) / 1_000.0)
              .mem(1 + random.nextInt(200))
              .portDefinitions(random.ints(random.nextInt(4)).mapToObj(i -> port()).toList())
              .constraints(constraints());
      return Matching.demand(app.build(), count);
    }

    private static PortDefinition port() {
      return new PortDefinition(0, "tcp", Optional.empty(), Map.of());
    }

    private List<Constraint> constraints() {
      return switch (random.nextInt(9)) {
        case 0 -> List.of(Matching.constraint("hostname", Operator.UNIQUE));
        case 1 -> List.of(Matching.constraint("zone", Operator.GROUP_BY));
        case 2 -> List.of(Matching.constraint("zone", Operator.MAX_PER, "2"));
        case 3 -> List.of(Matching.constraint("zone", Operator.CLUSTER));
        case 4 -> List.of(Matching.constraint("zone", Operator.LIKE, "z[01]"));
        case 5 -> List.of(Matching.constraint("zone", Operator.UNLIKE, "z[01]"));
        case 6 ->
            List.of(
                Matching.constraint("zone", Operator.GROUP_BY),
                Matching.constraint("hostname", Operator.MAX_PER, "3"));
        default -> List.of();
      };
    }
  }
}
