package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.APP;
import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a target to running instances and back. */
class LifeCycleTest {

  @Test
  void targetIsAnnouncedProvisionedAndReachedWhenItRuns() {
    var story = new LedgerScenario().target(app(1).instances(2));
    story.thenEvents(LedgerEvent.TargetSet.class).thenDemand(2).thenNotReached();

    story.launch();
    story
        .thenEvents(LedgerEvent.InstanceProvisioned.class, LedgerEvent.InstanceProvisioned.class)
        .thenReply(
            new LedgerReply.Provisioned(List.of(story.instance(1).id(), story.instance(2).id())))
        .thenDemand(0)
        .thenNotReached();

    story.status(story.instance(1), Condition.RUNNING).thenNotReached();
    story.status(story.instance(2), Condition.RUNNING).thenReached();
    assertThat(story.instance(2).startedAt()).contains(story.now());
    story.replayed();
  }

  @Test
  void failedTaskIsStartedAgainAsTheNextIncarnationAfterItsBackOff() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch().run();
    var failed = story.now();

    story.status(story.instance(1), Condition.FAILED).thenDemand(1);

    assertThat(story.demand().relaunch())
        .containsExactly(new Demand.Relaunch(story.instance(1).id(), 2));
    assertThat(story.demand().notBefore()).contains(failed.plusSeconds(1));
    story.launch().thenReply(new LedgerReply.Provisioned(List.of()));
    story.pass(Duration.ofSeconds(1)).launch().thenDemand(0);
    assertThat(story.instance(1).incarnation()).isEqualTo(2);
    story.run().thenCounts(0, 1, 0);
    story.replayed();
  }

  @Test
  void removedAppIsKilledForgottenAndReported() {
    var story = new LedgerScenario().target(app(1).instances(2)).launch().run();
    story.remove().thenKilled(story.instance(1), story.instance(2)).thenNotReached();
    story.status(story.instance(1), Condition.KILLED).thenNotReached();
    story.status(story.instance(2), Condition.KILLED).thenReached().thenForgotten();
    story.replayed();
  }

  @Test
  void appWithoutInstancesIsReachedAtOnceAndForgottenAtOnce() {
    var story = new LedgerScenario().target(app(1).instances(0)).thenReached().thenDemand(0);
    story.remove().thenReached().thenForgotten().replayed();
  }

  @Test
  void removalOfAnUnknownAppIsReported() {
    new LedgerScenario().remove().thenNothingStored().thenReached().replayed();
  }

  @Test
  void removalWithdrawsTheDemand() {
    var story = new LedgerScenario().target(app(1).instances(2)).thenDemand(2);
    story.remove().thenDemand(0).thenReached().replayed();
  }

  @Test
  void repeatedAndOlderTargetsChangeNothing() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch().run();
    story
        .tell(new LedgerCommand.SetTarget(app(9).instances(7).build(), 1, List.of()))
        .thenNothingStored()
        .thenReached();
    story
        .tell(new LedgerCommand.SetTarget(app(9).instances(7).build(), 0, List.of()))
        .thenNothingStored()
        .thenNotReached();
    story.tell(new LedgerCommand.RemoveTarget(APP, 1)).thenNothingStored();
    story.replayed();
  }

  @Test
  void afterARestartEverythingIsToldAgain() {
    var story = new LedgerScenario().target(app(1).instances(3)).launch(2);
    story.restart();
    story.thenEffect(new LedgerEffect.WakeAt(story.now())).thenNotReached();
    assertThat(story.effects()).hasAtLeastOneElementOfType(LedgerEffect.AnnounceDemand.class);

    var reached = new LedgerScenario().target(app(1).instances(1)).launch().run();
    reached.restart().thenReached().thenNoEffect(LedgerEffect.AnnounceDemand.class);

    var removed = new LedgerScenario().target(app(1).instances(1)).launch().run().remove();
    removed.restart().thenKilled(removed.instance(1)).thenNotReached();
  }

  @Test
  void appThatComesBackWhileItsInstancesEndGetsNewOnes() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch().run().remove();
    story.target(app(2).instances(1)).thenDemand(1);
    story.launch().run().thenCounts(0, 1, 1).thenNotReached();
    story.killsDone().thenCounts(0, 1, 0).thenReached().replayed();
  }
}
