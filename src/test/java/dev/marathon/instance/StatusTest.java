package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.APP;
import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.InstanceId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each status update means. */
class StatusTest {

  private static final String GHOST = new InstanceId("web", new UUID(9, 9)).task(1).toString();

  private static LedgerScenario launched() {
    return new LedgerScenario().target(app(1).instances(1)).launch();
  }

  @Test
  void stagingAndStartingAreShownButNotStored() {
    var story = launched();
    for (var condition : EnumSet.of(Condition.STAGING, Condition.STARTING)) {
      var status =
          new StatusBuilder(story.instance(1).task().toString(), condition, story.now()).build();
      story
          .status(status)
          .thenNothingStored()
          .thenReply(new LedgerReply.Recorded())
          .thenEffect(new LedgerEffect.Observed(story.instance(1).id(), APP, status));
    }
    assertThat(story.instance(1).condition()).isEqualTo(Condition.PROVISIONED);
    story.run().status(story.instance(1), Condition.STARTING).thenNothingStored();
    assertThat(story.effects()).isEmpty();
    story.replayed();
  }

  /** As if they had come one by one, but converging once. */
  @Test
  void updatesThatCameTogetherAreOneDecision() {
    var story = new LedgerScenario().target(app(1).instances(3)).launch();
    var first = story.instance(1).task().toString();
    var second = story.instance(2).task().toString();
    story
        .tell(
            new LedgerCommand.RecordStatus(
                List.of(
                    new StatusBuilder(first, Condition.RUNNING, story.now()).build(),
                    new StatusBuilder(second, Condition.RUNNING, story.now()).build(),
                    new StatusBuilder(first, Condition.FAILED, story.now()).build(),
                    new StatusBuilder(GHOST, Condition.RUNNING, story.now()).build())))
        .thenEvents(
            LedgerEvent.ConditionChanged.class,
            LedgerEvent.ConditionChanged.class,
            LedgerEvent.ConditionChanged.class)
        .thenReply(new LedgerReply.Recorded());
    assertThat(story.instance(1).condition()).isEqualTo(Condition.FAILED);
    assertThat(story.instance(2).condition()).isEqualTo(Condition.RUNNING);
    assertThat(story.effects())
        .filteredOn(LedgerEffect.KillTask.class::isInstance)
        .extracting(effect -> ((LedgerEffect.KillTask) effect).taskId())
        .containsExactly(GHOST);
    assertThat(story.effects())
        .filteredOn(LedgerEffect.AnnounceDemand.class::isInstance)
        .hasSize(1);
    story.replayed();
  }

  @Test
  void firstRunningIsTheStart() {
    var story = launched().pass(Duration.ofSeconds(3)).run();
    var started = story.now();
    story.pass(Duration.ofSeconds(3)).status(story.instance(1), Condition.RUNNING);
    story.thenNothingStored();
    assertThat(story.instance(1).startedAt()).contains(started);
    story.status(story.instance(1), Condition.FAILED).pass(Duration.ofSeconds(1)).launch();
    assertThat(story.instance(1).startedAt()).isEmpty();
    story.replayed();
  }

  @Test
  void healthOfTheAgentIsStoredWhenItFlips() {
    var story = launched().run();
    var task = story.instance(1).task().toString();
    story.status(new StatusBuilder(task, Condition.RUNNING, story.now()).healthy(true).build());
    story.thenEvents(LedgerEvent.ConditionChanged.class);
    assertThat(story.instance(1).healthy()).contains(true);
    story.status(new StatusBuilder(task, Condition.RUNNING, story.now()).healthy(true).build());
    story.thenNothingStored();
    story.status(new StatusBuilder(task, Condition.RUNNING, story.now()).healthy(false).build());
    assertThat(story.instance(1).healthy()).contains(false);
    story.status(story.instance(1), Condition.RUNNING).thenNothingStored().replayed();
  }

  @Test
  void resultOfAGenericCheckIsShownButNotStored() {
    var story = launched().run();
    var status =
        new StatusBuilder(story.instance(1).task().toString(), Condition.RUNNING, story.now())
            .check("{}")
            .build();
    story
        .status(status)
        .thenNothingStored()
        .thenEffect(new LedgerEffect.Observed(story.instance(1).id(), APP, status))
        .replayed();
  }

  @Test
  void resultOfAGenericCheckIsShownToo() {
    var story = launched().run();
    var status =
        new StatusBuilder(story.instance(1).task().toString(), Condition.RUNNING, story.now())
            .healthy(true)
            .check("{}")
            .build();
    story.status(status).thenEvents(LedgerEvent.ConditionChanged.class);
    story.thenEffect(new LedgerEffect.Observed(story.instance(1).id(), APP, status)).replayed();
  }

  @ParameterizedTest
  @EnumSource
  void terminalTaskIgnoresWhatComesLater(Condition later) {
    var story = launched().run();
    story.status(story.instance(1), Condition.FAILED);
    story.status(story.instance(1), later).thenNothingStored();
    switch (later) {
      case STAGING, STARTING, RUNNING -> story.thenKilled(story.instance(1));
      case UNREACHABLE, UNREACHABLE_INACTIVE ->
          story.thenEffect(new LedgerEffect.KillDone(story.instance(1).task().toString()));
      case PROVISIONED, KILLING, FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN ->
          assertThat(story.effects()).isEmpty();
    }
    story.replayed();
  }

  @ParameterizedTest
  @EnumSource
  void formerTaskOfAnInstanceIsKilledIfItLives(Condition condition) {
    var story = launched().run();
    var former = story.instance(1);
    story.status(former, Condition.FAILED).pass(Duration.ofSeconds(1)).launch();
    story.status(former, condition).thenNothingStored();
    if (EnumSet.of(Condition.STAGING, Condition.STARTING, Condition.RUNNING).contains(condition)) {
      story.thenEffect(
          new LedgerEffect.KillTask(
              former.task().toString(), Optional.of("agent-host"), Optional.empty(), "NotInSync"));
    } else if (EnumSet.of(Condition.UNREACHABLE, Condition.UNREACHABLE_INACTIVE)
        .contains(condition)) {
      story.thenEffect(new LedgerEffect.KillDone(former.task().toString()));
    } else {
      assertThat(story.effects()).isEmpty();
    }
    story.replayed();
  }

  @ParameterizedTest
  @EnumSource
  void statusOfAnUnknownInstance(Condition condition) {
    var story = launched().status(GHOST, condition, "");
    story.thenNothingStored().thenReply(new LedgerReply.Recorded());
    switch (condition) {
      case STAGING, STARTING, RUNNING ->
          story.thenEffect(
              new LedgerEffect.KillTask(
                  GHOST, Optional.of("agent-host"), Optional.empty(), "Unknown"));
      case FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN ->
          story.thenEffect(new LedgerEffect.UnknownTerminated(GHOST, "/web", condition));
      case UNREACHABLE, UNREACHABLE_INACTIVE ->
          // Seen in the simulation: its agent never came back, and it was killed for ever.
          story
              .thenEffect(new LedgerEffect.UnknownTerminated(GHOST, "/web", condition))
              .thenEffect(new LedgerEffect.KillDone(GHOST));
      case PROVISIONED, KILLING -> assertThat(story.effects()).isEmpty();
    }
    story.replayed();
  }

  @Test
  void taskIdThatIsNotOursIsKilledToo() {
    launched()
        .status("foreign.task", Condition.RUNNING, "")
        .thenEffect(
            new LedgerEffect.KillTask(
                "foreign.task", Optional.of("agent-host"), Optional.empty(), "Unknown"));
  }

  @Test
  void runningAfterKillingIsLate() {
    var story = launched().run();
    story
        .status(story.instance(1), Condition.KILLING)
        .thenEvents(LedgerEvent.ConditionChanged.class);
    story.status(story.instance(1), Condition.RUNNING).thenNothingStored();
    story.status(story.instance(1), Condition.KILLING).thenNothingStored().replayed();
  }

  @Test
  void endsThatNobodyAskedForAreTheAppsNewestFailure() {
    for (var condition :
        List.of(
            Condition.FAILED,
            Condition.ERROR,
            Condition.DROPPED,
            Condition.GONE,
            Condition.UNKNOWN)) {
      assertThat(failureAfter(condition, condition.taskState())).contains(condition.taskState());
    }
    assertThat(failureAfter(Condition.UNREACHABLE, "TASK_LOST")).contains("TASK_LOST");
    assertThat(failureAfter(Condition.UNREACHABLE, "TASK_UNREACHABLE")).isEmpty();
    assertThat(failureAfter(Condition.FINISHED, "TASK_FINISHED")).isEmpty();
    assertThat(failureAfter(Condition.KILLED, "TASK_KILLED")).isEmpty();
  }

  private Optional<String> failureAfter(Condition condition, String mesosState) {
    var story = launched().run();
    story.status(
        new StatusBuilder(story.instance(1).task().toString(), condition, story.now())
            .mesosState(mesosState)
            .build());
    return story.state().apps().get(APP).lastFailure().map(Failure::mesosState);
  }

  @Test
  void longMessagesAreCut() {
    var story = launched().run();
    story.status(
        new StatusBuilder(story.instance(1).task().toString(), Condition.FAILED, story.now())
            .message("x".repeat(20_000))
            .build());
    var failure = story.state().apps().get(APP).lastFailure().orElseThrow();
    assertThat(failure.message()).hasSize(10_000);
    assertThat(failure.task()).isEqualTo(story.instance(1).task());
    story.replayed();
  }

  @ParameterizedTest
  @EnumSource
  void everyUpdateTwiceIsAsOnce(Condition condition) {
    var story = launched().run();
    var task = story.instance(1).task().toString();
    story.status(task, condition, "");
    var after = story.state();
    story.status(task, condition, "").thenNothingStored();
    assertThat(story.state()).isEqualTo(after);
    story.replayed();
  }
}
