package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.APP;
import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.spec.AppBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the back-off table. */
class BackoffTest {

  private static final Duration LONG = Duration.ofSeconds(100);

  private static AppBuilder failing() {
    return app(1).instances(1).backoffSeconds(10).backoffFactor(2).maxLaunchDelaySeconds(100);
  }

  private static LedgerScenario running() {
    return new LedgerScenario().target(failing()).launch().run();
  }

  private static Duration delay(LedgerScenario story) {
    return backoff(story).delay();
  }

  private static Backoff backoff(LedgerScenario story) {
    return story.state().apps().get(APP).current().backoff().orElseThrow();
  }

  private static boolean none(LedgerScenario story) {
    return story.state().apps().get(APP).current().backoff().isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "ERROR", "DROPPED", "GONE", "FINISHED"})
  void taskThatEndsByItselfDelaysTheNextLaunch(Condition end) {
    var story = running();
    story.status(story.instance(1), end);
    assertThat(story.demand().notBefore()).contains(story.now().plusSeconds(10));
    story.replayed();
  }

  @ParameterizedTest
  @EnumSource(names = {"KILLED", "UNKNOWN"})
  void taskThatWasKilledOrIsUnknownIsStartedAgainAtOnce(Condition end) {
    var story = running();
    story.status(story.instance(1), end).thenDemand(1);
    assertThat(story.demand().notBefore()).isEmpty();
    story.launch().thenDemand(0).replayed();
  }

  @Test
  void delayGrowsByItsFactorUpToItsBound() {
    var story = running();
    for (int seconds : List.of(10, 20, 40, 80, 100, 100)) {
      story.status(story.instance(1), Condition.FAILED);
      assertThat(delay(story)).isEqualTo(Duration.ofSeconds(seconds));
      story.pass(delay(story)).launch().thenDemand(0).run();
    }
    story.replayed();
  }

  @Test
  void firstDelayIsBoundedToo() {
    var story =
        new LedgerScenario()
            .target(failing().backoffSeconds(60).maxLaunchDelaySeconds(30))
            .launch()
            .run();
    story.status(story.instance(1), Condition.FAILED);
    assertThat(delay(story)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void delayOfZeroNeverDelays() {
    var story = new LedgerScenario().target(failing().backoffSeconds(0)).launch().run();
    for (int i = 0; i < 5; i++) {
      story.status(story.instance(1), Condition.FAILED).launch().thenDemand(0).run();
    }
    story.replayed();
  }

  @Test
  void nothingIsLaunchedBeforeTheDelayIsOver() {
    var story = running();
    story.status(story.instance(1), Condition.FAILED);
    story.pass(Duration.ofMillis(9_999)).launch().thenNothingStored();
    story.pass(Duration.ofMillis(1)).launch().thenEvents(LedgerEvent.InstanceProvisioned.class);
    story.replayed();
  }

  @Test
  void startOfATaskStartsTheClockAgain() {
    var story = running();
    story.status(story.instance(1), Condition.FAILED).pass(Duration.ofSeconds(10)).launch();
    assertThat(backoff(story).until()).isEqualTo(story.now().plusSeconds(10));
    story.pass(Duration.ofSeconds(5)).run();
    assertThat(backoff(story).until()).isEqualTo(story.now().plusSeconds(10));
    assertThat(delay(story)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void delayIsForgottenWhenNothingHappenedForItsBound() {
    var story = running();
    story.status(story.instance(1), Condition.FAILED).pass(Duration.ofSeconds(10)).launch().run();
    story.status(story.instance(1), Condition.FAILED);
    assertThat(delay(story)).isEqualTo(Duration.ofSeconds(20));
    story.pass(Duration.ofSeconds(20)).launch().run().pass(LONG.plusMillis(1));
    story.status(story.instance(1), Condition.FAILED);
    assertThat(delay(story)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void sameConditionAgainDoesNotCount() {
    var story = running();
    var task = story.instance(1).task().toString();
    story.status(task, Condition.FAILED, "").status(task, Condition.FAILED, "");
    story.thenNothingStored();
    assertThat(delay(story)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void drainedAgentIsNoFaultOfTheApp() {
    for (var end : List.of(Condition.KILLED, Condition.GONE)) {
      var story = running();
      story.status(story.instance(1), Condition.FAILED).pass(Duration.ofSeconds(10)).launch().run();
      story.status(story.instance(1).task().toString(), end, "REASON_AGENT_DRAINING");
      assertThat(none(story)).isTrue();
      story.replayed();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GONE, REASON_RECONCILIATION", // the launch did not reach Mesos
    "DROPPED, REASON_RECONCILIATION",
    "DROPPED, REASON_INVALID_OFFERS", // it came too late
  })
  void launchThatDidNotArriveIsNoFaultOfTheApp(Condition end, String reason) {
    var story = new LedgerScenario().target(failing()).launch();
    story.status(story.instance(1).task().toString(), end, reason).thenDemand(1);
    assertThat(story.demand().notBefore()).isEmpty();
    story.launch().run().replayed();

    story.status(story.instance(1).task().toString(), end, reason);
    assertThat(delay(story)).as("this one ran").isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void taskThatIsGoneBeforeItRanForAnotherReasonDelaysTheNextLaunch() {
    var story = new LedgerScenario().target(failing()).launch();
    story.status(story.instance(1).task().toString(), Condition.GONE, "REASON_SLAVE_REMOVED");
    assertThat(delay(story)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void delayIsResetByRequest() {
    var story = running();
    story.status(story.instance(1), Condition.FAILED);
    story.tell(new LedgerCommand.ResetBackoff(APP)).thenEvents(LedgerEvent.BackoffReset.class);
    assertThat(story.demand().notBefore()).isEmpty();
    story.tell(new LedgerCommand.ResetBackoff(APP)).thenNothingStored();
    story.launch().thenDemand(0).replayed();
  }

  @Test
  void scalingKeepsTheDelayAndANewConfigurationStartsWithout() {
    var story = running();
    story.status(story.instance(1), Condition.FAILED);
    story.target(failing().instances(2).version(LedgerScenario.version(2)));
    assertThat(story.demand().notBefore()).isPresent();
    story.target(app(3).instances(2));
    assertThat(story.demand().notBefore()).isEmpty();
    story.replayed();
  }

  @Test
  void delaySurvivesARestart() {
    var story = running();
    story.status(story.instance(1), Condition.FAILED).restart();
    assertThat(story.demand().notBefore()).contains(story.now().plusSeconds(10));
  }
}
