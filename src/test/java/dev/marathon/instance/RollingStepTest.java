package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.ReadinessCheck;
import dev.marathon.spec.UpgradeStrategy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replacing one configuration by another, within the bounds of the upgrade strategy. */
class RollingStepTest {

  private static final int OLD = 1;
  private static final int NEW = 2;

  private static LedgerScenario upgrade(int from, int to, double floor, double over) {
    return new LedgerScenario()
        .target(app(OLD).instances(from))
        .launch()
        .run()
        .target(with(floor, over).instances(to));
  }

  private static AppBuilder with(double floor, double over) {
    return app(NEW).upgradeStrategy(new UpgradeStrategy(floor, over));
  }

  /** One of the new instances begins to run. */
  private static void oneRuns(LedgerScenario story) {
    story.status(
        story.instances(i -> i.condition() == Condition.PROVISIONED).get(0), Condition.RUNNING);
  }

  /** One of the tasks on their way out ends. */
  private static void oneEnds(LedgerScenario story) {
    story.status(story.instances(Instance::toBeKilled).get(0), Condition.KILLED);
  }

  @Test
  void fullFloorAndDoubleRoomStartsAllAndKillsOneOldPerReadyNew() {
    var story = upgrade(4, 4, 1, 1);
    story.thenCounts(4, 0, 0).thenDemand(4).launch();
    oneRuns(story);
    story.thenCounts(3, 4, 1);
    oneRuns(story);
    story.thenCounts(2, 4, 2);
    oneRuns(story);
    oneRuns(story);
    story.thenCounts(0, 4, 4).thenNotReached();
    story.killsDone().thenCounts(0, 4, 0).thenReached().replayed();
  }

  @Test
  void halfFloorWithoutRoomKillsTwoThenOnePerReadyNew() {
    var story = upgrade(4, 4, 0.5, 0);
    story.thenCounts(2, 0, 2).thenDemand(0);
    oneEnds(story);
    story.thenDemand(1).launch();
    oneEnds(story);
    story.thenDemand(1).launch().thenCounts(2, 2, 0);
    oneRuns(story);
    story.thenCounts(1, 2, 1).thenDemand(0);
    oneEnds(story);
    story.thenDemand(1).launch();
    oneRuns(story);
    story.thenCounts(0, 3, 1);
    oneEnds(story);
    story.thenDemand(1).launch().run().thenCounts(0, 4, 0).thenReached().replayed();
  }

  @Test
  void withoutFloorAllGoAtOnceAndEachPlaceIsFilledWhenItIsFree() {
    var story = upgrade(4, 4, 0, 0);
    story.thenCounts(0, 0, 4).thenDemand(0);
    oneEnds(story);
    story.thenDemand(1);
    story.killsDone().thenDemand(4).launch().run().thenReached().replayed();
  }

  @Test
  void fullFloorWithoutRoomUsesOneExtra() {
    var story = upgrade(4, 4, 1, 0);
    story.thenCounts(4, 0, 0);
    for (int i = 1; i <= 4; i++) {
      story.thenDemand(1).launch().thenCounts(5 - i, i, 0).thenDemand(0);
      oneRuns(story);
      story.thenCounts(4 - i, i, 1).thenDemand(0);
      oneEnds(story);
    }
    story.thenCounts(0, 4, 0).thenReached().replayed();
  }

  @Test
  void noPlaceIsTakenTwiceWhileAKillIsUnderWay() {
    var story = upgrade(2, 2, 1, 0);
    story.launch();
    oneRuns(story);
    story.thenCounts(1, 1, 1).thenDemand(0);
    story.status(story.instances(Instance::toBeKilled).get(0), Condition.KILLING).thenDemand(0);
    oneEnds(story);
    story.thenDemand(1).replayed();
  }

  @Test
  void smallerNewCountKillsTheSurplusAtOnce() {
    upgrade(4, 2, 1, 1).thenCounts(2, 0, 2).thenDemand(0).replayed();
  }

  @Test
  void greaterNewCountKeepsAllOldOnesUntilTheFloorIsReached() {
    var story = upgrade(2, 4, 1, 0);
    story.thenCounts(2, 0, 0).thenDemand(2).launch().run();
    story.thenCounts(2, 2, 0).thenDemand(1).launch().run().thenCounts(1, 3, 1);
    story.killsDone().thenDemand(1).launch().run().thenCounts(0, 4, 1);
    story.killsDone().thenReached().replayed();
  }

  @Test
  void newConfigurationWithoutInstancesEndsAll() {
    var story = upgrade(3, 0, 1, 1);
    story.thenCounts(0, 0, 3).killsDone().thenReached().replayed();
  }

  @Test
  void oldInstanceThatDiesIsNotStartedAgain() {
    var story = upgrade(4, 4, 1, 0);
    story.status(story.instance(1), Condition.FAILED);
    story
        .thenEvents(LedgerEvent.ConditionChanged.class, LedgerEvent.InstanceExpunged.class)
        .thenCounts(3, 0, 0)
        .thenDemand(1);
    assertThat(story.demand().relaunch()).isEmpty();
    story.replayed();
  }

  @Test
  void oldInstanceThatWaitsForItsNextStartIsForgotten() {
    var story = new LedgerScenario().target(app(OLD).instances(2)).launch().run();
    story.status(story.instance(1), Condition.FAILED);
    story.target(with(1, 1).instances(2)).thenCounts(1, 0, 0).thenDemand(2).replayed();
  }

  @Test
  void newInstanceThatFailsIsStartedAgainAndHoldsTheOldOnesBack() {
    var story = upgrade(2, 2, 1, 1);
    story.launch();
    oneRuns(story);
    story.thenCounts(1, 2, 1);
    var running = story.instances(i -> i.version().equals(LedgerScenario.version(NEW)));
    story.status(running.get(0), Condition.FAILED).thenCounts(1, 2, 1).thenDemand(1);
    story.status(running.get(1), Condition.RUNNING).thenCounts(1, 2, 1);
    story.pass(java.time.Duration.ofSeconds(1)).launch().run().thenCounts(0, 2, 2);
    story.killsDone().thenReached().replayed();
  }

  @Test
  void scaleDoesNotRestartAnything() {
    var story = new LedgerScenario().target(app(OLD).instances(2)).launch().run();
    story
        .target(app(OLD).version(LedgerScenario.version(5)).instances(3))
        .thenCounts(0, 2, 0)
        .thenDemand(1);
    assertThat(story.demand().definition().version()).isEqualTo(LedgerScenario.version(5));
    story.launch().thenNotReached().run().thenReached().replayed();
  }

  @Test
  void redeployWithoutAChangeIsReachedAtOnce() {
    var story = new LedgerScenario().target(app(OLD).instances(2)).launch().run();
    story.target(app(OLD).instances(2)).thenCounts(0, 2, 0).thenReached().replayed();
  }

  @Test
  void rollBackKeepsTheOldInstancesThatAreStillThere() {
    var story = upgrade(3, 3, 1, 1);
    story.launch();
    oneRuns(story);
    story.thenCounts(2, 3, 1);
    story.target(app(OLD).version(LedgerScenario.version(9)).instances(3));
    // Two of the new ones were never ready, so they go; the ready one serves until a third one
    // does.
    story.thenCounts(1, 2, 3).thenDemand(0);
    story
        .killsDone()
        .thenDemand(1)
        .launch()
        .run()
        .thenCounts(0, 3, 1)
        .killsDone()
        .thenReached()
        .replayed();
  }

  private static HealthCheck check(HealthCheck.Protocol protocol) {
    return new HealthCheck(
        protocol,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(80),
        300,
        60,
        20,
        3,
        15,
        false,
        Optional.empty());
  }

  private static void health(LedgerScenario story, Instance instance, boolean healthy) {
    story.tell(
        new LedgerCommand.RecordHealth(
            instance.id(), instance.incarnation(), Optional.of(healthy)));
  }

  @Test
  void newInstanceCountsWhenItsHealthChecksPass() {
    var story = new LedgerScenario().target(app(OLD).instances(1)).launch().run();
    story
        .target(
            with(1, 1)
                .instances(1)
                .healthChecks(
                    List.of(check(HealthCheck.Protocol.HTTP), check(HealthCheck.Protocol.COMMAND))))
        .launch()
        .run()
        .thenCounts(1, 1, 0);
    health(story, story.instance(2), true);
    story.thenCounts(1, 1, 0);
    story.status(
        new StatusBuilder(story.instance(2).task().toString(), Condition.RUNNING, story.now())
            .healthy(true)
            .build());
    story.thenCounts(0, 1, 1);
    story.killsDone().thenReached().replayed();
  }

  @Test
  void newInstanceCountsWhenItIsReady() {
    var ready = new ReadinessCheck("ready", "HTTP", "/", "http-api", 30, 10, List.of(200), false);
    var story = new LedgerScenario().target(app(OLD).instances(1)).launch().run();
    story.target(with(1, 1).instances(1).readinessChecks(List.of(ready))).launch().run();
    story.thenCounts(1, 1, 0).thenNotReached();
    story.tell(new LedgerCommand.RecordReadiness(story.instance(2).id(), 1, false));
    story.thenNothingStored();
    story.tell(new LedgerCommand.RecordReadiness(story.instance(2).id(), 7, true));
    story.thenNothingStored();
    story.tell(new LedgerCommand.RecordReadiness(story.instance(2).id(), 1, true));
    story.thenCounts(0, 1, 1).killsDone().thenReached().replayed();
  }

  private static LedgerScenario checked(int count, double floor, double over, int... healthy) {
    var http = List.of(check(HealthCheck.Protocol.HTTP));
    var story =
        new LedgerScenario().target(app(OLD).instances(count).healthChecks(http)).launch().run();
    for (int number : healthy) {
      health(story, story.instance(number), true);
    }
    return story.target(with(floor, over).instances(count));
  }

  @Test
  void unhealthyOldOnesGoFirst() {
    var story = checked(4, 0.5, 0, 1, 3, 4);
    assertThat(story.effects().stream().filter(LedgerEffect.KillTask.class::isInstance))
        .hasSize(2)
        .first()
        .extracting("taskId")
        .isEqualTo(story.instance(2).task().toString());
    story.thenCounts(2, 0, 2).replayed();
  }

  @Test
  void unhealthyOldOnesStayWhileThereIsRoomForNewOnes() {
    checked(4, 1, 1).thenCounts(4, 0, 0).thenDemand(4).replayed();
  }

  @Test
  void unhealthyOldOnesThatTakeAllTheRoomMakeWay() {
    var story = checked(2, 1, 0, 1);
    story.thenKilled(story.instance(2)).thenCounts(1, 0, 1).thenDemand(0);
    story.killsDone().thenDemand(1).launch().run().thenDemand(1);
    story.launch().run().thenCounts(0, 2, 1).killsDone().thenReached().replayed();
  }

  @Test
  void allUnhealthyOldOnesAreNotKilledTogether() {
    var story = checked(4, 0.5, 0);
    story.thenCounts(2, 0, 2);
    story.killsDone().launch().run().thenCounts(0, 2, 2);
    story.killsDone().launch().run().thenReached().replayed();
  }

  @Test
  void capacitiesAreExactDecimals() {
    // 1 + 0.1 times 10 must be 11 and 0.7 times 10 must be 7, whatever doubles make of it.
    upgrade(10, 10, 0.7, 0.1).thenCounts(7, 0, 3).thenDemand(1).replayed();
  }
}
