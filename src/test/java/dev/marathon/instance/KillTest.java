package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.InstanceId;
import dev.marathon.spec.UnreachableStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Kills by request, by health checks and by the clock. */
class KillTest {

  private static LedgerScenario running(int count) {
    return new LedgerScenario().target(app(1).instances(count)).launch().run();
  }

  private static LedgerCommand kill(boolean wipe, Instance... instances) {
    return new LedgerCommand.Kill(
        List.of(instances).stream().map(Instance::id).toList(), wipe, "by hand");
  }

  @Test
  void killedInstanceIsStartedAgainWithoutDelay() {
    var story = running(1);
    var before = story.instance(1);
    story
        .tell(kill(false, before))
        .thenEvents(LedgerEvent.KillRequested.class)
        .thenKilled(before)
        .thenReply(new LedgerReply.Killed(List.of(before)))
        .thenDemand(0);
    story.status(before, Condition.KILLED);
    story.thenEffect(new LedgerEffect.KillDone(before.task().toString())).thenDemand(1);
    assertThat(story.demand().relaunch()).hasSize(1);
    story.launch().run();
    assertThat(story.instance(1).killReason()).isEmpty();
    assertThat(story.instance(1).incarnation()).isEqualTo(2);
    story.replayed();
  }

  @Test
  void secondKillOfTheSameTaskChangesNothing() {
    var story = running(1);
    story.tell(kill(false, story.instance(1)));
    story.tell(kill(false, story.instance(1))).thenNothingStored().thenKilled();
    assertThat(((LedgerReply.Killed) story.reply()).instances()).hasSize(1);
    story.replayed();
  }

  @Test
  void killIsSentAgainAfterARestart() {
    var story = running(2);
    story.tell(kill(false, story.instance(1))).tell(kill(true, story.instance(2)));
    story.restart().thenKilled(story.instance(1), story.instance(2));
    story.status(story.instance(1), Condition.KILLED).restart().thenKilled(story.instance(2));
  }

  @Test
  void wipedInstanceIsReplacedByANewOneWhenItHasEnded() {
    var story = running(2);
    story
        .tell(kill(true, story.instance(1)))
        .thenKilled(story.instance(1))
        .thenCounts(0, 1, 1)
        .thenDemand(0);
    story.killsDone().thenDemand(1);
    assertThat(story.demand().fresh()).isEqualTo(1);
    story.replayed();
  }

  @Test
  void wipeOfAnInstanceThatWaitsForItsStartForgetsIt() {
    var story = running(1);
    story.status(story.instance(1), Condition.FAILED);
    story
        .tell(kill(true, story.instance(1)))
        .thenEvents(LedgerEvent.InstanceExpunged.class)
        .thenKilled();
    assertThat(story.demand().fresh()).isEqualTo(1);
    story.replayed();
  }

  @Test
  void killOfALostInstanceReplacesIt() {
    var story =
        new LedgerScenario()
            .target(app(1).instances(1).unreachableStrategy(new UnreachableStrategy.Disabled()))
            .launch()
            .run();
    story.status(story.instance(1), Condition.UNREACHABLE);
    story
        .tell(kill(false, story.instance(1)))
        .thenEvents(LedgerEvent.InstanceExpunged.class)
        .thenKilled()
        .thenDemand(1)
        .replayed();
  }

  @Test
  void unknownInstancesAreSkipped() {
    running(1)
        .tell(new LedgerCommand.Kill(List.of(new InstanceId("web", new UUID(7, 7))), true, ""))
        .thenNothingStored()
        .thenReply(new LedgerReply.Killed(List.of()));
  }

  @Test
  void killCarriesTheGracePeriodOfTheTask() {
    var story =
        new LedgerScenario()
            .target(app(1).instances(1).taskKillGracePeriodSeconds(7))
            .launch()
            .run();
    story
        .tell(kill(false, story.instance(1)))
        .thenEffect(
            new LedgerEffect.KillTask(
                story.instance(1).task().toString(),
                Optional.of("agent-host"),
                Optional.of(Duration.ofSeconds(7)),
                "KillingTasksViaApi"));
  }

  @Test
  void unhealthyInstanceIsKilledOnceAndOnlyWhileItRuns() {
    var story = running(1);
    var unhealthy = new LedgerCommand.KillUnhealthy(story.instance(1).id(), 1, "3 failures");
    story.tell(new LedgerCommand.KillUnhealthy(story.instance(1).id(), 2, "")).thenNothingStored();
    story.tell(unhealthy).thenEvents(LedgerEvent.KillRequested.class).thenKilled(story.instance(1));
    story.tell(unhealthy).thenNothingStored();
    story.status(story.instance(1), Condition.KILLED);
    assertThat(story.demand().notBefore()).isEmpty();
    story.tell(unhealthy).thenNothingStored().replayed();
  }

  @Test
  void killByAHealthCheckIsTheFailureOfTheTaskAndAKillByRequestIsNot() {
    var story = running(2);
    story.tell(kill(false, story.instance(2)));
    assertThat(story.state().app(LedgerScenario.APP).get().lastFailure()).isEmpty();

    story.tell(new LedgerCommand.KillUnhealthy(story.instance(1).id(), 1, "3 failures"));
    story.status(story.instance(1), Condition.KILLED);
    var failure = story.state().app(LedgerScenario.APP).get().lastFailure().orElseThrow();
    assertThat(failure.task()).isEqualTo(story.instance(1).task());
    assertThat(failure.mesosState()).isEqualTo("TASK_KILLED");
    assertThat(failure.message()).isEqualTo("3 failures");
    assertThat(failure.at()).isEqualTo(story.now());
    story.replayed();
  }

  @Test
  void lostInstanceIsNotKilledByItsHealthCheck() {
    var story =
        new LedgerScenario()
            .target(app(1).instances(1).unreachableStrategy(new UnreachableStrategy.Disabled()))
            .launch()
            .run();
    story.status(story.instance(1), Condition.UNREACHABLE);
    story
        .tell(new LedgerCommand.KillUnhealthy(story.instance(1).id(), 1, ""))
        .thenNothingStored()
        .thenKilled();
  }

  @Test
  void taskThatNeverRunsIsKilledAndReplaced() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch();
    story.pass(Duration.ofMillis(299_999)).thenCounts(0, 1, 0);
    story.pass(Duration.ofMillis(1)).thenKilled(story.instance(1)).thenCounts(0, 0, 1);
    // Its place is kept until Mesos answers, or for as long again.
    story.thenDemand(0).pass(Duration.ofMillis(299_999)).thenDemand(0);
    story.pass(Duration.ofMillis(1)).thenDemand(1).thenCounts(0, 0, 0).replayed();
  }

  @Test
  void overdueTaskThatMesosNeverSawIsReplacedAtItsAnswer() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch();
    story.pass(Duration.ofMinutes(5));
    story.status(story.instance(1), Condition.UNKNOWN).thenDemand(1).thenCounts(0, 0, 0);
    story.replayed();
  }

  @Test
  void taskThatRunsIsNeverOverdue() {
    running(1).pass(Duration.ofDays(1)).thenCounts(0, 1, 0).replayed();
  }

  @Test
  void healthIsStoredOnlyWhenItChangesAndOnlyForTheCurrentTask() {
    var story = running(1);
    var id = story.instance(1).id();
    story
        .tell(new LedgerCommand.RecordHealth(id, 1, Optional.of(true)))
        .thenEvents(LedgerEvent.HealthChanged.class);
    story.tell(new LedgerCommand.RecordHealth(id, 1, Optional.of(true))).thenNothingStored();
    story.tell(new LedgerCommand.RecordHealth(id, 2, Optional.of(false))).thenNothingStored();
    assertThat(story.instance(1).healthy()).contains(true);
    story.status(story.instance(1), Condition.FAILED).pass(Duration.ofSeconds(1)).launch();
    assertThat(story.instance(1).healthy()).isEmpty();
    story.replayed();
  }

  @Test
  void liveTasksAreThoseThatMesosShouldBeAskedAbout() {
    var story = running(3);
    story.status(story.instance(1), Condition.FAILED);
    story.tell(kill(true, story.instance(2)));
    story
        .tell(new LedgerCommand.ListLive())
        .thenReply(
            new LedgerReply.Live(
                List.of(2, 3).stream()
                    .map(story::instance)
                    .map(
                        i ->
                            new LedgerReply.LiveTask(
                                i.task().toString(), Optional.of("agent-host")))
                    .toList()));
  }
}
