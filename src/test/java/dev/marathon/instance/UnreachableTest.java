package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.UnreachableStrategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Agents that are lost, and tasks that come back. */
class UnreachableTest {

  private static AppBuilder strategy(int inactiveAfter, int expungeAfter) {
    return app(1)
        .instances(2)
        .unreachableStrategy(new UnreachableStrategy.After(inactiveAfter, expungeAfter));
  }

  private static LedgerScenario running(AppBuilder app) {
    return new LedgerScenario().target(app).launch().run();
  }

  private static LedgerScenario lost(AppBuilder app) {
    var story = running(app);
    return story.status(story.instance(1), Condition.UNREACHABLE);
  }

  @Test
  void lostInstanceCountsAsRunningUntilItIsInactive() {
    var story = lost(strategy(60, 120));
    story.thenDemand(0).thenCounts(0, 2, 0).pass(Duration.ofMillis(59_999)).thenDemand(0);
    assertThat(story.instance(1).condition()).isEqualTo(Condition.UNREACHABLE);
    story.pass(Duration.ofMillis(1)).thenDemand(1);
    assertThat(story.instance(1).condition()).isEqualTo(Condition.UNREACHABLE_INACTIVE);
    assertThat(story.demand().fresh()).isEqualTo(1);
    story.replayed();
  }

  @Test
  void inactiveInstanceIsForgottenOnTimeToo() {
    var story = lost(strategy(60, 120)).pass(Duration.ofSeconds(60)).launch().run();
    story.pass(Duration.ofMillis(59_999)).thenCounts(0, 3, 0);
    story.pass(Duration.ofMillis(1)).thenCounts(0, 2, 0).replayed();
  }

  @Test
  void zeroReplacesAndForgetsAtOnce() {
    lost(strategy(0, 0))
        .thenEvents(LedgerEvent.ConditionChanged.class, LedgerEvent.InstanceExpunged.class)
        .thenDemand(1)
        .replayed();
  }

  @Test
  void zeroUntilInactiveReplacesAtOnceAndForgetsLater() {
    lost(strategy(0, 60))
        .thenEvents(LedgerEvent.ConditionChanged.class, LedgerEvent.ConditionChanged.class)
        .thenDemand(1)
        .pass(Duration.ofSeconds(60))
        .thenCounts(0, 1, 0)
        .replayed();
  }

  @Test
  void disabledNeverReplaces() {
    lost(app(1).instances(2).unreachableStrategy(new UnreachableStrategy.Disabled()))
        .pass(Duration.ofDays(365))
        .thenDemand(0)
        .thenCounts(0, 2, 0)
        .replayed();
  }

  @Test
  void timeCountsFromWhenMesosLostTheAgent() {
    var story = running(strategy(60, 120));
    story.pass(Duration.ofSeconds(100));
    story.status(
        new StatusBuilder(story.instance(1).task().toString(), Condition.UNREACHABLE, story.now())
            .unreachableSince(story.now().minusSeconds(50))
            .build());
    story.thenDemand(0).pass(Duration.ofSeconds(10)).thenDemand(1);
    story.pass(Duration.ofSeconds(60)).thenCounts(0, 1, 0).replayed();
  }

  @Test
  void clockOfMesosAheadOfOursDelaysNothing() {
    var story = running(strategy(60, 120));
    story.status(
        new StatusBuilder(story.instance(1).task().toString(), Condition.UNREACHABLE, story.now())
            .unreachableSince(story.now().plusSeconds(3600))
            .build());
    story.pass(Duration.ofSeconds(60)).thenDemand(1).replayed();
  }

  @Test
  void repeatedReportDoesNotStartTheClockAgain() {
    var story = lost(strategy(60, 120)).pass(Duration.ofSeconds(50));
    story.status(story.instance(1), Condition.UNREACHABLE).thenNothingStored();
    story.pass(Duration.ofSeconds(10)).thenDemand(1);
    story.status(story.instance(1), Condition.UNREACHABLE).thenNothingStored().replayed();
  }

  @Test
  void instanceThatComesBackInTimeGoesOn() {
    var story = lost(strategy(60, 120)).pass(Duration.ofSeconds(30));
    var started = story.instance(1).startedAt();
    story.status(story.instance(1), Condition.RUNNING).pass(Duration.ofDays(1));
    assertThat(story.instance(1).startedAt()).isEqualTo(started);
    story.thenCounts(0, 2, 0).thenDemand(0).replayed();
  }

  @Test
  void instanceThatComesBackAfterItWasReplacedIsOneTooMany() {
    var story = lost(strategy(60, 600)).pass(Duration.ofSeconds(60)).launch().run();
    story.status(story.instance(1), Condition.RUNNING);
    // The youngest goes first: the replacement.
    story.thenKilled(story.instance(3)).thenCounts(0, 2, 1).replayed();
  }

  @Test
  void instanceThatComesBackBeforeItsReplacementIsLaunchedWithdrawsTheDemand() {
    var story = lost(strategy(60, 600)).pass(Duration.ofSeconds(60)).thenDemand(1);
    story.status(story.instance(1), Condition.RUNNING).thenDemand(0).replayed();
  }

  @Test
  void instanceThatComesBackAfterItWasForgottenIsKilled() {
    var story = running(strategy(0, 0));
    var lost = story.instance(1);
    story.status(lost, Condition.UNREACHABLE);
    story.status(lost, Condition.RUNNING).thenNothingStored().thenKilled(lost).replayed();
  }

  @Test
  void lostInstanceThatStartsAgainIsWatchedAsALaunch() {
    var story = lost(strategy(600, 1200));
    story
        .status(story.instance(1), Condition.STARTING)
        .thenEvents(LedgerEvent.ConditionChanged.class)
        .pass(Duration.ofMinutes(5))
        .thenKilled(story.instance(1))
        .replayed();
  }

  @Test
  void lostTaskThatEndedIsStartedAgain() {
    var story = lost(strategy(60, 120));
    story.status(story.instance(1), Condition.GONE).thenDemand(1);
    assertThat(story.demand().relaunch()).hasSize(1);
    story.replayed();
  }

  @Test
  void removedAppDoesNotWaitForLostInstances() {
    var story = lost(app(1).instances(2).unreachableStrategy(new UnreachableStrategy.Disabled()));
    var lost = story.instance(1);
    story.remove().thenKilled(story.instance(2));
    story.status(story.instance(2), Condition.KILLED).thenReached().thenForgotten();
    story.status(lost, Condition.RUNNING).thenKilled(lost).replayed();
  }

  @Test
  void upgradeDoesNotWaitForInstancesThatAreLostWhileTheyEnd() {
    var story = running(strategy(60, 120)).target(app(2).instances(2)).launch().run();
    story.thenCounts(0, 2, 2);
    story.status(story.instance(1), Condition.UNREACHABLE);
    story.status(story.instance(2), Condition.KILLED);
    story.thenCounts(0, 2, 0).thenReached().replayed();
  }

  @Test
  void deadlinesSurviveARestart() {
    var story = lost(strategy(60, 120)).pass(Duration.ofSeconds(30)).restart();
    story.pass(Duration.ofSeconds(30)).thenDemand(1).replayed();
  }

  @Test
  void killThatALostTaskMissedIsSentWhenItComesBack() {
    var story = running(strategy(600, 1200));
    story.tell(new LedgerCommand.Kill(List.of(story.instance(1).id()), false, "by hand"));
    story.status(story.instance(1), Condition.UNREACHABLE);
    story.status(story.instance(1), Condition.RUNNING).thenKilled(story.instance(1)).replayed();
  }
}
