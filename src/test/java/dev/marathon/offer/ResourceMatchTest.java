package dev.marathon.offer;

import static dev.marathon.offer.Matching.NOW;
import static dev.marathon.offer.Matching.agents;
import static dev.marathon.offer.Matching.app;
import static dev.marathon.offer.Matching.launches;
import static dev.marathon.offer.Matching.reasons;
import static dev.marathon.offer.Matching.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.instance.Demand;
import dev.marathon.offer.MatchSettings.GpuScheduling;
import dev.marathon.offer.MatchSettings.Placing;
import dev.marathon.offer.Offer.Opaque;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.spec.ExecutorResources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResourceMatchTest {

  @Test
  void anAgentWithRoomIsUsedAndTheLaunchNamesWhatItTakes() {
    var result = round().offer(Offers.of("a", 4, 1024)).want(app("/web").disk(10), 1).run();

    var launch = launches(result).get(0);
    assertThat(launch.taken())
        .containsExactly(scalar("cpus", "*", 1), scalar("mem", "*", 32), scalar("disk", "*", 10));
    assertThat(launch.placement().agentId()).isEqualTo("a");
    assertThat(launch.placement().host()).isEqualTo("a.host");
    assertThat(launch.taskId().incarnation()).isEqualTo(1);
    assertThat(launch.taskId().instance().safe()).isEqualTo("web");
    assertThat(result.used().get(0).offerIds()).containsExactly("a-offer");
  }

  @Test
  void whatIsMissingIsNamedWithAmounts() {
    var result =
        round()
            .offer(Offers.of("a", 0.5, 16).resource(scalar("gpus", "*", 1)))
            .want(app("/web").cpus(2).disk(20_000).gpus(2), 1)
            .run();

    assertThat(launches(result)).isEmpty();
    assertThat(reasons(result))
        .containsExactly(
            new NoMatch.TooLittle("cpus", 2, 0.5),
            new NoMatch.TooLittle("mem", 32, 16),
            new NoMatch.TooLittle("disk", 20_000, 10_000),
            new NoMatch.TooLittle("gpus", 2, 1));
    assertThat(result.reports().get(0).declined())
        .isEqualTo(Map.of(RejectReason.INSUFFICIENT_CPUS, 1));
    assertThat(result.reports().get(0).processed()).isEqualTo(1);
  }

  @Test
  void tenthsOfACoreAddUpExactly() {
    var result = round().offer(Offers.of("a", 0.3, 1024)).want(app("/web").cpus(0.1), 4).run();

    assertThat(launches(result)).hasSize(3);
  }

  @Test
  void ownRoleAndUnreservedResourcesAreCombinedInTheOrderOfTheOffer() {
    var offer =
        Offers.of("a")
            .role("dev")
            .scalar("cpus", "dev", 0.4)
            .scalar("cpus", "*", 4)
            .scalar("mem", "dev", 1024);
    var result = round().offer(offer).want(app("/web").role("dev"), 1).run();

    assertThat(launches(result).get(0).taken())
        .containsExactly(
            scalar("cpus", "dev", 0.4), scalar("cpus", "*", 0.6), scalar("mem", "dev", 32));
    assertThat(launches(result).get(0).allocationRole()).isEqualTo("dev");
  }

  @Test
  void acceptedResourceRolesLimitWhatIsTaken() {
    var offer =
        Offers.of("a")
            .role("dev")
            .scalar("cpus", "dev", 4)
            .scalar("cpus", "*", 0.5)
            .scalar("mem", "*", 1024);

    var result =
        round()
            .offer(offer)
            .want(app("/web").role("dev").acceptedResourceRoles(List.of("*")), 1)
            .run();

    assertThat(reasons(result)).containsExactly(new NoMatch.TooLittle("cpus", 1, 0.5));
  }

  @Test
  void anOfferWithoutAnyAcceptedRoleFailsAtTheRole() {
    var result =
        round()
            .offer(Offers.of("a").role("dev").scalar("cpus", "dev", 4).scalar("mem", "dev", 99))
            .want(app("/web").role("dev").acceptedResourceRoles(List.of("*")), 1)
            .run();

    assertThat(result.reports().get(0).unused().get(0).first())
        .isEqualTo(RejectReason.UNFULFILLED_ROLE);
    assertThat(reasons(result)).contains(new NoMatch.OtherRoles(Set.of("*"), Set.of("dev")));
  }

  @Test
  void offersToAnotherRoleAreNotLookedAt() {
    var result =
        round().offer(Offers.of("a", 4, 1024).role("ops")).want(app("/web").role("dev"), 1).run();

    assertThat(result.used()).isEmpty();
    assertThat(result.reports().get(0).processed()).isZero();
  }

  @Test
  void offersOfOneAgentAreJoined() {
    var result =
        round()
            .offer(Offers.of("a", 0.5, 16).id("o1"))
            .offer(Offers.of("a", 0.5, 16).id("o2"))
            .want(app("/web"), 1)
            .run();

    assertThat(result.used()).hasSize(1);
    assertThat(result.used().get(0).offerIds()).containsExactly("o1", "o2");
  }

  @Test
  void offersOfOneAgentToTwoRolesAreNotJoined() {
    var result =
        round()
            .offer(Offers.of("a", 0.5, 64).id("o1").role("dev"))
            .offer(Offers.of("a", 0.5, 64).id("o2").role("ops"))
            .want(app("/web").role("dev"), 1)
            .run();

    assertThat(result.used()).isEmpty();
  }

  @Test
  void manyLaunchesGoIntoOneAcceptUpToTheLimitOfTheRound() {
    var result =
        round()
            .offer(Offers.of("a", 64, 65_536))
            .want(app("/web").cpus(0.01), 100)
            .settings(MatchSettings.DEFAULTS.withLaunchesPerRound(40))
            .run();

    assertThat(result.used()).hasSize(1);
    assertThat(result.launches()).isEqualTo(40);
    assertThat(result.reports().get(0).settled()).isFalse();
    assertThat(result.reports().get(0).open()).isEqualTo(60);
  }

  @Test
  void instancesThatRanBeforeComeFirstWithTheirNextIncarnation() {
    var id = new dev.marathon.base.InstanceId("web", new UUID(1, 2));
    var definition = app("/web").build();
    var demand =
        new Demand(
            definition.id(),
            definition,
            1,
            List.of(new Demand.Relaunch(id, 3)),
            Optional.empty(),
            List.of());
    var result = round().offer(Offers.of("a", 8, 1024)).want(demand).run();

    assertThat(launches(result)).extracting(LaunchSpec::taskId).contains(id.task(3)).hasSize(2);
  }

  @Test
  void demandsTakeTurns() {
    var result =
        round().offer(Offers.of("a", 4, 4096)).want(app("/one"), 10).want(app("/two"), 10).run();

    assertThat(result.reports()).extracting(r -> r.launched()).containsExactly(2, 2);
  }

  @Test
  void spreadingIsEvenOverAgentsAndOverApps() {
    var round = round();
    for (String agent : List.of("a", "b", "c")) {
      round.offer(Offers.of(agent, 64, 65_536));
    }
    var result = round.want(app("/one"), 6).want(app("/two"), 6).want(app("/three"), 3).run();

    for (var agent : result.used()) {
      assertThat(agent.launches()).hasSize(5);
      assertThat(agent.launches().stream().filter(l -> l.definition().id().path().equals("/one")))
          .hasSize(2);
    }
  }

  @Test
  void spreadingPrefersTheEmptiestAgent() {
    var result =
        round()
            .offer(Offers.of("small", 2, 1024))
            .offer(Offers.of("large", 32, 65_536))
            .want(app("/web"), 1)
            .run();

    assertThat(agents(result)).containsExactly("large");
  }

  @Test
  void packingFillsTheFullestAgentFirst() {
    var result =
        round()
            .offer(Offers.of("large", 32, 65_536))
            .offer(Offers.of("small", 2, 1024))
            .settings(MatchSettings.DEFAULTS.withPlacing(Placing.PACK))
            .want(app("/web"), 3)
            .run();

    assertThat(agents(result)).containsExactly("large", "small", "small");
  }

  @Test
  void agentsWithGpusAreKeptForThoseWhoAskForSome() {
    var offer = Offers.of("a", 4, 1024).scalar("gpus", "*", 2);

    assertThat(reasons(round().offer(offer).want(app("/web"), 1).run()))
        .containsExactly(new NoMatch.ScarceGpus(2));
    assertThat(agents(round().offer(offer).want(app("/web").gpus(1), 1).run())).hasSize(1);
    assertThat(
            agents(
                round()
                    .offer(offer)
                    .want(app("/web").labels(Map.of(GpuScheduling.LABEL, "unrestricted")), 1)
                    .run()))
        .hasSize(1);
  }

  @Test
  void agentsInMaintenanceAreLeftAlone() {
    var before = NOW.minusSeconds(60);
    var after = NOW.plusSeconds(60);
    var draining =
        new MatchSettings(
            Placing.SPREAD,
            MatchSettings.DEFAULTS.acceptedRoles(),
            MatchSettings.DEFAULTS.defaultExecutor(),
            GpuScheduling.RESTRICTED,
            true,
            Duration.ofSeconds(61),
            1000,
            1000,
            1000);

    assertThat(reasons(maintenance(Offers.of("a", 4, 99).unavailable(before, null)).run()))
        .containsExactly(new NoMatch.InMaintenance(before, Optional.empty()));
    assertThat(agents(maintenance(Offers.of("a", 4, 99).unavailable(before, NOW)).run()))
        .hasSize(1);
    assertThat(agents(maintenance(Offers.of("a", 4, 99).unavailable(after, null)).run()))
        .hasSize(1);
    assertThat(
            agents(
                maintenance(Offers.of("a", 4, 99).unavailable(after, null))
                    .settings(draining)
                    .run()))
        .isEmpty();
  }

  @Test
  void anAgentOfAnotherRegionIsUsedOnlyByAppsThatSpeakOfRegions() {
    var offer = Offers.of("a", 4, 1024).domain("far", "far-1");

    assertThat(reasons(round().masterRegion("near").offer(offer).want(app("/web"), 1).run()))
        .containsExactly(new NoMatch.OtherRegion("far", "near"));
    assertThat(agents(round().masterRegion("far").offer(offer).want(app("/web"), 1).run()))
        .hasSize(1);
    assertThat(agents(round().offer(offer).want(app("/web"), 1).run())).hasSize(1);
  }

  @Test
  void volumesAndOtherAppsReservationsAreNotTouched() {
    var volume =
        new Resource.Scalar(
            "disk", "*", 500, Optional.of(new Opaque("AA==", Map.of(), true, false)));
    var reserved =
        new Resource.Scalar(
            "cpus",
            "*",
            8,
            Optional.of(new Opaque("AA==", Map.of("marathon_task_id", "x"), false, false)));
    var ownDisk =
        new Resource.Scalar(
            "disk", "*", 500, Optional.of(new Opaque("AA==", Map.of(), false, true)));
    var offer =
        Offers.of("a").resource(volume).resource(reserved).resource(ownDisk).scalar("mem", "*", 64);

    var result = round().offer(offer).want(app("/web").disk(1), 1).run();

    assertThat(reasons(result))
        .containsExactly(new NoMatch.TooLittle("cpus", 1, 0), new NoMatch.TooLittle("disk", 1, 0));
  }

  @Test
  void aDynamicReservationIsHandedBackWhole() {
    var opaque = Optional.of(new Opaque("AA==", Map.of("k", "v"), false, false));
    var result =
        round()
            .offer(
                Offers.of("a")
                    .resource(new Resource.Scalar("cpus", "*", 2, opaque))
                    .scalar("mem", "*", 64))
            .want(app("/web"), 1)
            .run();

    assertThat(launches(result).get(0).taken())
        .contains(new Resource.Scalar("cpus", "*", 1, opaque));
  }

  @Test
  void anOwnExecutorNeedsRoomToo() {
    var web =
        app("/web").executor("/opt/exec").executorResources(new ExecutorResources(0.5, 32, 10));

    assertThat(reasons(round().offer(Offers.of("a", 1.4, 1024)).want(web, 1).run()))
        .containsExactly(new NoMatch.TooLittle("cpus", 1.5, 1.4));
    assertThat(launches(round().offer(Offers.of("a", 1.5, 1024)).want(web, 1).run()).get(0).taken())
        .contains(scalar("cpus", "*", 1.5), scalar("mem", "*", 64));
  }

  @Test
  void theExecutorOfTheNodeNeedsRoomToo() {
    var web = app("/web").executorResources(new ExecutorResources(0.5, 32, 10));
    var usual = MatchSettings.DEFAULTS.withDefaultExecutor("/opt/usual");

    assertThat(reasons(round().settings(usual).offer(Offers.of("a", 1.4, 1024)).want(web, 1).run()))
        .containsExactly(new NoMatch.TooLittle("cpus", 1.5, 1.4));
    assertThat(launches(round().offer(Offers.of("a", 1.4, 1024)).want(web, 1).run()).get(0).taken())
        .contains(scalar("cpus", "*", 1));
    assertThat(
            launches(
                round()
                    .settings(usual)
                    .offer(Offers.of("a", 1.4, 1024))
                    .want(web.executor("//cmd"), 1)
                    .run()))
        .hasSize(1);
  }

  @Test
  void anAgentThatWasTriedBeforeIsNotLookedAtAgain() {
    var demand = Matching.demand(app("/web").cpus(8).build(), 1);
    var round = round().offer(Offers.of("a", 4, 1024)).offer(Offers.of("b", 4, 1024));

    assertThat(round.want(demand, 1).run().reports().get(0).processed()).isEqualTo(1);
  }

  @Test
  void anAgentThatWasFilledUpIsNoUnusedOffer() {
    var report = round().offer(Offers.of("a", 2, 1024)).want(app("/web"), 3).run().reports().get(0);

    assertThat(report.launched()).isEqualTo(2);
    assertThat(report.declinedInAll()).isZero();
    assertThat(report.settled()).isTrue();
  }

  @Test
  void theSameSeedGivesTheSameResultInSlices() {
    var round = round().seed(7);
    for (int i = 0; i < 20; i++) {
      round.offer(Offers.of("a" + i, 4, 1024));
    }
    round.want(app("/one"), 30).want(app("/two"), 30);
    var sliced = MatchRound.of(round.input(), Matching.context(7));
    int slices = 1;
    while (!sliced.advance(3)) {
      slices++;
    }

    assertThat(slices).isGreaterThan(5);
    assertThat(sliced.result()).isEqualTo(round.run());
  }

  private static Matching maintenance(Offers offer) {
    return round().offer(offer).want(app("/web"), 1);
  }

  private static Resource scalar(String name, String role, double amount) {
    return new Resource.Scalar(name, role, amount, Optional.empty());
  }
}
