package dev.marathon.scheduler;

import static dev.marathon.scheduler.Scenario.app;
import static dev.marathon.scheduler.Scenario.backingOff;
import static dev.marathon.scheduler.Scenario.demand;
import static dev.marathon.scheduler.Scenario.idle;
import static dev.marathon.scheduler.Scenario.ids;
import static dev.marathon.scheduler.Scenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.offer.MatchRound;
import dev.marathon.offer.Offers;
import dev.marathon.offer.RejectReason;
import dev.marathon.scheduler.SchedulerEffect.AskProvision;
import dev.marathon.scheduler.SchedulerEffect.AskStatus;
import dev.marathon.spec.Constraint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaunchScenarioTest {

  private static final Duration HOLD = SchedulerSettings.DEFAULTS.holdUnused();

  @Test
  void beforeTheStartOffersAreHeldAndNothingIsSent() {
    var scenario =
        new Scenario(SchedulerSettings.DEFAULTS)
            .subscribed("m1")
            .agents("a")
            .announce(demand(app("/web"), 1))
            .tick(Duration.ofMinutes(1))
            .round();

    assertThat(scenario.calls()).isEmpty();
    assertThat(scenario.started().round().all(AskProvision.class)).hasSize(1);
  }

  @Test
  void unusedOffersAreDeclinedAfterAWhileAndTheRoleIsSuppressed() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started().agents("a");
    scenario.round().tick(HOLD.minusMillis(1));
    assertThat(scenario.calls()).isEmpty();

    scenario.tick(Duration.ofMillis(1));
    assertThat(scenario.calls())
        .containsExactlyInAnyOrder(
            new MesosCall.Decline(List.of("a-offer"), Duration.ofSeconds(120)),
            new MesosCall.Suppress(Set.of("*")));
  }

  @Test
  void theFirstReviveIsSentAtOnceTheNextAfterASecond() {
    var scenario = idle().announce(demand(app("/one"), 1));
    assertThat(scenario.calls()).containsExactly(new MesosCall.Revive(Set.of("*")));

    scenario.forget().announce(demand(app("/two"), 1)).tick(Duration.ofMillis(999));
    assertThat(scenario.calls()).isEmpty();
    scenario.tick(Duration.ofMillis(1));
    assertThat(scenario.calls()).containsExactly(new MesosCall.Revive(Set.of("*")));

    scenario.forget().tick(Duration.ofSeconds(30));
    assertThat(scenario.calls(MesosCall.Revive.class)).isEmpty();
  }

  @Test
  void offersInHandAreTriedBeforeARevive() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1));
    assertThat(scenario.calls()).isEmpty();

    scenario.round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);
    assertThat(scenario.calls()).isEmpty();
  }

  @Test
  void aNewRoleIsSubscribedThenRevived() {
    var web = app("/web").toBuilder().role("dev").build();
    var scenario = idle().announce(demand(web, 1));

    assertThat(scenario.calls())
        .containsExactly(
            new MesosCall.UpdateFramework(Set.of("*", "dev"), Set.of("*")),
            new MesosCall.Revive(Set.of("dev")));
  }

  @Test
  void aNewRoleIsToldAgainAfterAReconnectBecauseTheCallMayNotHaveArrived() {
    var web = app("/web").toBuilder().role("dev").build();
    var scenario = idle().announce(demand(web, 1)).forget();
    scenario.mesos(new MesosEvent.Disconnected("cut")).subscribed("m1");

    assertThat(scenario.calls())
        .startsWith(
            new MesosCall.UpdateFramework(Set.of("*", "dev"), Set.of("*")),
            new MesosCall.Revive(Set.of("dev")));
  }

  @Test
  void aRoleThatTheMasterDoesNotHaveKeepsNoOtherFromBeingSubscribed() {
    var refusal = "Roles { ops } are not present in the master's --roles";
    var ops = app("/ops").toBuilder().role("ops").build();
    var scenario = idle().announce(demand(ops, 1));
    var update = scenario.calls(MesosCall.UpdateFramework.class).get(0);
    scenario.forget().hear(new SchedulerInput.CallFailed(update, true, refusal));
    assertThat(scenario.calls())
        .containsExactly(new MesosCall.UpdateFramework(Set.of("*"), Set.of("*")));

    var web = app("/web").toBuilder().role("dev").build();
    scenario.forget().announce(demand(ops, 2)).announce(demand(web, 1));
    assertThat(scenario.calls())
        .containsExactly(new MesosCall.UpdateFramework(Set.of("*", "dev"), Set.of("*")));

    scenario.forget().mesos(new MesosEvent.Disconnected("cut")).subscribed("m2");
    assertThat(scenario.calls())
        .contains(new MesosCall.UpdateFramework(Set.of("*", "dev", "ops"), Set.of("*")));
  }

  @Test
  void nothingIsLaunchedBeforeItIsStored() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 2)).round();
    assertThat(scenario.calls(MesosCall.Accept.class)).isEmpty();

    var ask = scenario.only(AskProvision.class);
    assertThat(ask.ledger()).isEqualTo(app("/web").id().ledger());
    assertThat(ask.command().proposals()).hasSize(2);
    scenario.answer(ask, ids(ask));

    var accept = scenario.calls(MesosCall.Accept.class).get(0);
    assertThat(accept.offers()).containsExactly("a-offer");
    assertThat(accept.launches()).hasSize(2);
    assertThat(accept.refuse()).isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void onlyWhatTheLedgerStoredIsLaunched() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 3)).round();
    var ask = scenario.only(AskProvision.class);
    scenario.answer(ask, ids(ask).subList(0, 1));

    var accept = scenario.calls(MesosCall.Accept.class).get(0);
    assertThat(accept.launches()).hasSize(1);
    assertThat(accept.launches().get(0).taskId().instance()).isEqualTo(ids(ask).get(0));
  }

  @Test
  void offersForWhichNothingIsStoredAreDeclinedBriefly() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1)).round();
    scenario.answer(scenario.only(AskProvision.class), List.of());

    assertThat(scenario.calls())
        .contains(new MesosCall.Decline(List.of("a-offer"), Duration.ofSeconds(5)));
  }

  @Test
  void anAgentWaitsForAllLedgersThatHaveASay() {
    var scenario =
        idle()
            .agents("a")
            .announce(demand(app("/one"), 1))
            .announce(demand(app("/two"), 1))
            .round();
    var asks = scenario.all(AskProvision.class);
    assertThat(asks).hasSize(2);

    scenario.answer(asks.get(0), ids(asks.get(0)));
    assertThat(scenario.calls(MesosCall.Accept.class)).isEmpty();
    scenario.answer(asks.get(1), ids(asks.get(1)));
    assertThat(scenario.calls(MesosCall.Accept.class).get(0).launches()).hasSize(2);
  }

  @Test
  void theRestOfAnOfferComesBackSoonWhileThereIsDemand() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 20)).round();
    scenario.announce(demand(app("/web"), 12)).agree();

    assertThat(scenario.calls(MesosCall.Accept.class).get(0).refuse()).isZero();
  }

  @Test
  void whatIsProposedIsNotProposedAgain() {
    var scenario = idle().agents("a", "b").announce(demand(app("/web"), 1)).round();
    scenario.agents("c").round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);

    scenario.agree().round();
    assertThat(scenario.all(AskProvision.class)).isEmpty();
  }

  @Test
  void newerDemandThanTheProposalCountsAsItIs() {
    var scenario = idle().agents("a", "b").announce(demand(app("/web"), 1)).round();
    scenario.announce(demand(app("/web"), 3)).agree().round();

    assertThat(scenario.only(AskProvision.class).command().proposals()).hasSize(3);
  }

  @Test
  void aRescindedOfferIsNotUsedAndTheLedgerHearsThatTheLaunchFailed() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1)).round();
    scenario.mesos(new MesosEvent.Rescinded("a-offer")).agree();

    assertThat(scenario.calls(MesosCall.Accept.class)).isEmpty();
    var said = scenario.only(AskStatus.class).status();
    assertThat(said.condition()).isEqualTo(Condition.DROPPED);
    assertThat(said.uuid()).isEmpty();
  }

  @Test
  void offersInHandThatAreRescindedAreForgotten() {
    var scenario = idle().agents("a").mesos(new MesosEvent.Rescinded("a-offer"));
    scenario.announce(demand(app("/web"), 1)).round();

    assertThat(scenario.all(AskProvision.class)).isEmpty();
  }

  @Test
  void aBrokenStreamVoidsAllOffers() {
    var scenario = idle().agents("a", "b").announce(demand(app("/web"), 1)).round();
    scenario.mesos(new MesosEvent.Disconnected("test")).agree().tick(Duration.ofMinutes(1));

    assertThat(scenario.calls()).isEmpty();
    assertThat(scenario.state.offersInHand()).isZero();
    assertThat(scenario.all(AskStatus.class)).isNotEmpty();
  }

  @Test
  void aSilentLedgerIsNotWaitedForForEver() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1)).round();
    scenario.tick(Duration.ofSeconds(9));
    assertThat(scenario.calls(MesosCall.Decline.class)).isEmpty();
    scenario.tick(Duration.ofSeconds(2));

    assertThat(scenario.calls(MesosCall.Decline.class)).hasSize(1);
    assertThat(scenario.all(AskStatus.class).get(0).status().condition())
        .isEqualTo(Condition.DROPPED);
    scenario.answer(scenario.only(AskProvision.class), ids(scenario.only(AskProvision.class)));
    assertThat(scenario.calls(MesosCall.Accept.class)).isEmpty();
  }

  private static Demand again(InstanceId instance) {
    var relaunch = List.of(new Demand.Relaunch(instance, 2));
    return new Demand(new AppId("/web"), app("/web"), 0, relaunch, Optional.empty(), List.of());
  }

  /** Seen in the simulation: news of a proposal that came to nothing ended the next one's task. */
  @Test
  void whatWasSaidOfAProposalIsNotSaidOfTheNextOneOfTheSameTask() {
    var instance = task("web", 1).instance();
    var scenario = idle().agents("a", "b").announce(again(instance)).round();
    scenario.tick(Duration.ofSeconds(11));
    var said = scenario.only(AskStatus.class);
    assertThat(said.status().condition()).isEqualTo(Condition.DROPPED);
    scenario.forget().agents("c").announce(again(instance)).tick(Duration.ofSeconds(1)).round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);

    scenario.forget();
    scenario.hear(new SchedulerInput.StatusAnswered(said.token(), false));
    scenario.tick(Duration.ofSeconds(5));
    assertThat(scenario.all(AskStatus.class)).isEmpty();
  }

  @Test
  void anAppWhoseLaunchesAreNotAnsweredIsNotProposedAgainThoughItsDemandWasGone() {
    var instance = task("web", 1).instance();
    var scenario = idle().agents("a", "b").announce(again(instance)).round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);
    scenario.announce(demand(app("/web"), 0)).announce(again(instance)).round();
    assertThat(scenario.all(AskProvision.class)).as("two for one task").hasSize(1);
  }

  @Test
  void aBusyLedgerIsAskedAgainLater() {
    var scenario = idle().agents("a", "b").announce(demand(app("/web"), 1)).round();
    var ask = scenario.only(AskProvision.class);
    scenario.forget();
    scenario.hear(
        new SchedulerInput.ProvisionAnswered(ask.flight(), ask.ledger(), Optional.empty()));
    assertThat(scenario.calls(MesosCall.Decline.class)).hasSize(1);

    scenario.round();
    assertThat(scenario.all(AskProvision.class)).isEmpty();
    scenario.tick(Duration.ofMillis(200)).round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);
  }

  @Test
  void demandThatIsTakenBackDuringARoundIsNotProposed() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1));
    var begun = scenario.state.beginRound(scenario.now, id -> false);
    scenario.state = begun.state();
    scenario.announce(demand(app("/web"), 0));
    scenario.hear(
        new SchedulerInput.RoundDone(
            MatchRound.run(
                begun.input(),
                new Context(scenario.now, Cause.internal("test"), UUID::randomUUID))));

    assertThat(scenario.all(AskProvision.class)).isEmpty();
    assertThat(scenario.state.offersInHand()).isEqualTo(1);
  }

  @Test
  void duringABackoffNothingIsLaunched() {
    var web = app("/web");
    var scenario = idle().agents("a");
    scenario.announce(backingOff(web, 1, scenario.now.plusSeconds(30))).round();
    assertThat(scenario.all(AskProvision.class)).isEmpty();
    scenario.tick(Duration.ofSeconds(29));
    assertThat(scenario.calls(MesosCall.Revive.class)).isEmpty();

    scenario.tick(Duration.ofSeconds(1));
    assertThat(scenario.calls(MesosCall.Revive.class)).hasSize(1);
    scenario.agents("b").round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);
  }

  @Test
  void offersAreHeldForABackoffThatEndsSoonButNotForEver() {
    var web = app("/web");
    var scenario = idle();
    scenario.announce(backingOff(web, 1, scenario.now.plusSeconds(4))).agents("a").round();
    scenario.tick(Duration.ofMillis(3_900));
    assertThat(scenario.calls(MesosCall.Decline.class)).isEmpty();

    scenario.announce(backingOff(web, 1, scenario.now.plusSeconds(4))).round();
    scenario.tick(Duration.ofMillis(3_900));
    scenario.announce(backingOff(web, 1, scenario.now.plusSeconds(4))).round();
    scenario.tick(Duration.ofMillis(3_900));
    assertThat(scenario.calls(MesosCall.Decline.class)).hasSize(1);
  }

  @Test
  void anOfferThatDoesNotFitIsTriedOnlyOnce() {
    var large = app("/large").toBuilder().cpus(100).build();
    var scenario = idle().agents("a").announce(demand(large, 1)).round();
    scenario.announce(demand(app("/small"), 1)).round();

    assertThat(scenario.state.queue().entries().get(large.id()).offers().processed()).isEqualTo(1);
    assertThat(scenario.all(AskProvision.class)).hasSize(1);
  }

  @Test
  void aRoundThatReachedItsLimitIsFollowedByAnother() {
    var settings =
        SchedulerSettings.DEFAULTS.withMatching(
            SchedulerSettings.DEFAULTS.matching().withLaunchesPerRound(1));
    var scenario =
        idle(settings)
            .agents("a", "b")
            .announce(demand(app("/one"), 1))
            .announce(demand(app("/two"), 1));
    scenario.round();
    assertThat(scenario.all(AskProvision.class)).hasSize(1);
    scenario.round();
    assertThat(scenario.all(AskProvision.class)).hasSize(2);
  }

  @Test
  void aRefusedAcceptIsAnErrorOfItsTasks() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1)).round().agree();
    var accept = scenario.calls(MesosCall.Accept.class).get(0);
    scenario.forget().hear(new SchedulerInput.CallFailed(accept, true, "bad"));

    assertThat(scenario.only(AskStatus.class).status().condition()).isEqualTo(Condition.ERROR);
    assertThat(scenario.calls(MesosCall.Decline.class)).hasSize(1);
  }

  @Test
  void anAcceptOfUnknownFateIsAskedAbout() {
    var scenario = idle();
    StatusScenarioTest.listNothing(scenario);
    scenario.agents("a").announce(demand(app("/web"), 1)).round().agree();
    var accept = scenario.calls(MesosCall.Accept.class).get(0);
    scenario.forget().hear(new SchedulerInput.CallFailed(accept, false, "lost"));
    scenario.tick(Duration.ofSeconds(11));

    assertThat(scenario.calls(MesosCall.Reconcile.class).get(0).tasks()).hasSize(1);
    assertThat(scenario.calls(MesosCall.Decline.class))
        .as("seen in the simulation: Mesos held the offers for us for ever")
        .singleElement()
        .matches(decline -> decline.offers().equals(accept.offers()));
  }

  /** Seen in the simulation: Mesos knew nothing of the task yet and forgot the kill. */
  @Test
  void aTaskThatIsKilledBeforeItsLaunchIsNotLaunched() {
    var scenario = idle().agents("a").announce(demand(app("/web"), 1)).round();
    var ask = scenario.only(AskProvision.class);
    var task = new TaskId(ids(ask).get(0), 1);
    scenario.kill(task.toString()).agree();

    assertThat(scenario.calls(MesosCall.Accept.class)).isEmpty();
    assertThat(scenario.calls(MesosCall.Decline.class)).hasSize(1);
    assertThat(scenario.calls(MesosCall.Kill.class)).hasSize(1);
  }

  @Test
  void aDeclineThatWasNotSentIsSentAgain() {
    var decline = new MesosCall.Decline(List.of("x"), Duration.ofSeconds(5));
    var scenario = idle().hear(new SchedulerInput.CallFailed(decline, false, "full"));
    assertThat(scenario.calls()).isEmpty();
    assertThat(scenario.tick(Duration.ofSeconds(1)).calls()).containsExactly(decline);
  }

  @Test
  void aSuppressThatWasNotSentIsDecidedAnew() {
    var suppress = new MesosCall.Suppress(Set.of("*"));
    var scenario = idle().hear(new SchedulerInput.CallFailed(suppress, false, "full"));

    assertThat(scenario.tick(Duration.ofSeconds(3)).calls()).containsExactly(suppress);
  }

  @Test
  void aReviveThatWasNotSentIsSentAtOnce() {
    var scenario = idle().announce(demand(app("/web"), 1)).forget();
    scenario.hear(new SchedulerInput.CallFailed(new MesosCall.Revive(Set.of("*")), false, "full"));

    assertThat(scenario.calls(MesosCall.Revive.class)).hasSize(1);
  }

  @Test
  void theQueueTellsWhyAnAppWaits() {
    var stuck =
        app("/stuck").toBuilder()
            .cpus(1_000)
            .constraints(
                List.of(new Constraint("hostname", Constraint.Operator.LIKE, Optional.of("never"))))
            .build();
    var scenario = idle().announce(demand(stuck, 2)).agents("a", "b", "c").round();
    scenario.tick(Duration.ofSeconds(2)).agents("a").round();

    var entry = scenario.state.queue().entries().get(stuck.id());
    assertThat(entry.count()).isEqualTo(2);
    var offers = entry.offers();
    assertThat(offers.processed()).isEqualTo(4);
    assertThat(offers.unused()).isEqualTo(4);
    assertThat(offers.lastUsedAt()).isEmpty();
    assertThat(offers.lastUnusedAt()).contains(scenario.now);
    assertThat(offers.lastOffers()).hasSize(10);
    assertThat(offers.lastOffers().get(0))
        .isEqualTo(new QueueView.Step(RejectReason.UNFULFILLED_ROLE, 0, 3));
    assertThat(offers.lastOffers().get(1))
        .isEqualTo(new QueueView.Step(RejectReason.UNFULFILLED_CONSTRAINT, 3, 3));
    assertThat(offers.lastOffers().get(2).processed()).isZero();
    assertThat(offers.sinceLaunchBegan().get(1))
        .isEqualTo(new QueueView.Step(RejectReason.UNFULFILLED_CONSTRAINT, 4, 4));
    assertThat(offers.lastUnused()).hasSize(3);
    assertThat(offers.lastUnused().get(0).reasons()).hasSize(2);
  }

  @Test
  void whatBecameOfOffersIsRememberedForAWhileAfterTheLaunch() {
    var web = app("/web");
    var scenario = idle().agents("a").announce(demand(web, 1)).round().agree();
    assertThat(scenario.state.queue().entries()).isEmpty();

    scenario.tick(Duration.ofSeconds(1));
    scenario.announce(backingOff(web, 1, scenario.now.plusSeconds(60)));
    assertThat(scenario.state.queue().entries().get(web.id()).offers().lastUsedAt()).isPresent();

    scenario.announce(demand(web, 0)).tick(Duration.ofMinutes(2));
    scenario.announce(demand(web, 1));
    assertThat(scenario.state.queue().entries().get(web.id()).offers().processed()).isZero();
  }

  @Test
  void severalOffersOfOneAgentAreAcceptedTogether() {
    var scenario =
        idle()
            .offers(
                Offers.of("a", 0.5, 99).id("o1").build(), Offers.of("a", 0.5, 99).id("o2").build())
            .announce(demand(app("/web"), 1))
            .round()
            .agree();

    assertThat(scenario.calls(MesosCall.Accept.class).get(0).offers()).containsExactly("o1", "o2");
  }
}
