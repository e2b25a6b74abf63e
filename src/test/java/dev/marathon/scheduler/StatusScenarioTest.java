package dev.marathon.scheduler;

import static dev.marathon.scheduler.Scenario.idle;
import static dev.marathon.scheduler.Scenario.status;
import static dev.marathon.scheduler.Scenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.LedgerReply.LiveTask;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.scheduler.SchedulerEffect.AskLive;
import dev.marathon.scheduler.SchedulerEffect.AskStatus;
import dev.marathon.scheduler.SchedulerEffect.Handled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusScenarioTest {

  private static final String TASK = task("web", 1).toString();
  private static final MesosCall ACK = new MesosCall.Acknowledge(TASK, "agent", "u1");

  @Test
  void anUpdateIsAcknowledgedOnlyAfterItsLedgerHasStoredIt() {
    var scenario = idle().mesos(updated(status(TASK, Condition.RUNNING, "u1")));
    var ask = scenario.only(AskStatus.class);
    assertThat(ask.ledger()).isEqualTo(AppId.ledgerOf("web"));
    assertThat(scenario.calls()).isEmpty();
    assertThat(scenario.all(Handled.class)).isEmpty();

    scenario.hear(new SchedulerInput.StatusAnswered(ask.token(), true));
    assertThat(scenario.calls()).containsExactly(ACK);
    assertThat(scenario.all(Handled.class)).hasSize(1);
  }

  @Test
  void updatesThatCameTogetherAreAskedAndAnsweredByLedger() {
    var other = task("db", 1).toString();
    assertThat(AppId.ledgerOf("db")).isNotEqualTo(AppId.ledgerOf("web"));
    var second = task("web", 2).toString();
    var scenario =
        idle()
            .hear(
                new SchedulerInput.FromMesos(
                    List.of(
                        updated(status(TASK, Condition.RUNNING, "u1")),
                        updated(status(other, Condition.RUNNING, "u2")),
                        updated(status(second, Condition.RUNNING, "u3")))));
    var batches = new ArrayList<StatusBatches.Batch>();
    var asked = new StatusBatches(batches::add);
    scenario.all(AskStatus.class).forEach(asked::add);
    assertThat(batches).isEmpty();
    asked.askFirst(AppId.ledgerOf("db"));
    asked.askFirst(AppId.ledgerOf("db"));
    asked.askAll();
    asked.askAll();

    assertThat(batches).hasSize(2);
    assertThat(batches.get(1).statuses())
        .extracting(TaskStatus::taskId)
        .containsExactly(TASK, second);
    scenario.hear(batches.get(1).answered(true));
    assertThat(scenario.calls())
        .containsExactly(ACK, new MesosCall.Acknowledge(second, "agent", "u3"));
    assertThat(scenario.all(Handled.class)).hasSize(2);

    scenario.hear(batches.get(0).answered(false)).tick(Duration.ofMinutes(1));
    assertThat(scenario.all(AskStatus.class).size()).isGreaterThan(3);
    assertThat(scenario.calls()).doesNotContain(new MesosCall.Acknowledge(other, "agent", "u2"));
  }

  @Test
  void oneQuestionHoldsALimitedNumberOfUpdates() {
    var sizes = new ArrayList<Integer>();
    var asked = new StatusBatches(batch -> sizes.add(batch.tokens().size()));
    for (long token = 0; token <= StatusBatches.MOST; token++) {
      asked.add(new AskStatus(token, 7, status(TASK, Condition.RUNNING, "u" + token)));
    }
    asked.askAll();
    assertThat(sizes).containsExactly(StatusBatches.MOST, 1);
  }

  @Test
  void anUpdateWithoutUuidIsNotAcknowledged() {
    var scenario = idle().mesos(updated(status(TASK, Condition.ERROR, Optional.empty(), "x")));
    scenario.hear(new SchedulerInput.StatusAnswered(scenario.only(AskStatus.class).token(), true));

    assertThat(scenario.calls()).isEmpty();
    assertThat(scenario.all(Handled.class)).hasSize(1);
  }

  @Test
  void aRepeatedUpdateIsAskedOnce() {
    var scenario = idle();
    scenario.mesos(updated(status(TASK, Condition.RUNNING, "u1")));
    scenario.mesos(updated(status(TASK, Condition.RUNNING, "u1")));

    assertThat(scenario.all(AskStatus.class)).hasSize(1);
    assertThat(scenario.all(Handled.class)).hasSize(1);
  }

  @Test
  void aBusyLedgerIsAskedAgainAFewTimes() {
    var scenario = idle().mesos(updated(status(TASK, Condition.RUNNING, "u1")));
    for (int i = 0; i < 10; i++) {
      var asks = scenario.all(AskStatus.class);
      scenario.hear(new SchedulerInput.StatusAnswered(asks.get(asks.size() - 1).token(), false));
      scenario.tick(Duration.ofSeconds(5));
    }

    assertThat(scenario.all(AskStatus.class)).hasSize(5);
    assertThat(scenario.calls(MesosCall.Acknowledge.class)).isEmpty();
    assertThat(scenario.all(Handled.class)).hasSize(1);
  }

  @Test
  void aSilentLedgerIsAskedAgain() {
    var scenario = idle().mesos(updated(status(TASK, Condition.ERROR, Optional.empty(), "x")));
    scenario.tick(Duration.ofSeconds(25));

    assertThat(scenario.all(AskStatus.class)).hasSize(3);
  }

  @Test
  void aForeignTaskIsKilledAndItsUpdateAcknowledged() {
    var scenario = idle().mesos(updated(status("stranger", Condition.RUNNING, "u1")));

    assertThat(scenario.calls())
        .containsExactlyInAnyOrder(
            new MesosCall.Acknowledge("stranger", "agent", "u1"),
            new MesosCall.Kill("stranger", Optional.of("agent"), Optional.empty()));
    scenario.mesos(updated(status("stranger", Condition.KILLED, "u2")));
    assertThat(scenario.state.killsUnderWay()).isZero();
  }

  @Test
  void updatesBeforeTheStartWaitForIt() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").forget();
    scenario.mesos(updated(status(TASK, Condition.RUNNING, "u1")));
    assertThat(scenario.all(AskStatus.class)).isEmpty();
    assertThat(scenario.all(Handled.class)).isEmpty();

    assertThat(scenario.started().all(AskStatus.class)).hasSize(1);
  }

  @Test
  void soonAfterAChangeOfTheMasterUnknownIsNoAnswer() {
    var unknown = status(TASK, Condition.UNKNOWN, Optional.empty(), "REASON_RECONCILIATION");
    var scenario = idle().mesos(updated(unknown));
    assertThat(scenario.all(AskStatus.class)).isEmpty();
    assertThat(scenario.all(Handled.class)).hasSize(1);

    scenario.tick(Duration.ofMinutes(11)).mesos(updated(unknown));
    assertThat(scenario.all(AskStatus.class)).hasSize(1);

    scenario.forget().subscribed("m2").mesos(updated(unknown));
    assertThat(scenario.all(AskStatus.class)).isEmpty();
  }

  @Test
  void aReconnectToTheSameMasterIsNoChange() {
    var unknown = status(TASK, Condition.UNKNOWN, Optional.empty(), "REASON_RECONCILIATION");
    var scenario = idle().tick(Duration.ofMinutes(11));
    scenario.mesos(new MesosEvent.Disconnected("x")).subscribed("m1").mesos(updated(unknown));

    assertThat(scenario.all(AskStatus.class)).hasSize(1);
  }

  @Test
  void aKillIsRepeatedUntilAnEndIsReported() {
    var scenario = idle().kill(TASK);
    assertThat(scenario.calls(MesosCall.Kill.class)).hasSize(1);
    scenario.tick(Duration.ofSeconds(31));
    assertThat(scenario.calls(MesosCall.Kill.class)).hasSize(2);

    scenario.mesos(updated(status(TASK, Condition.KILLED, "u1"))).tick(Duration.ofMinutes(5));
    assertThat(scenario.calls(MesosCall.Kill.class)).hasSize(2);
  }

  @Test
  void onlySoManyKillsAreInFlightAndAStubbornOneMakesRoom() {
    var scenario = idle(withKills(2)).kill("a").kill("b").kill("c");
    assertThat(killed(scenario)).containsExactly("a", "b");

    scenario.forget().hear(new SchedulerInput.KillDone("a"));
    assertThat(killed(scenario)).containsExactly("c");

    scenario.kill("d").forget().tick(Duration.ofSeconds(31));
    assertThat(killed(scenario)).startsWith("d");
  }

  @Test
  void afterAReconnectKillsAreSentAgain() {
    var scenario = idle().kill("a");
    scenario.mesos(new MesosEvent.Disconnected("x")).kill("b").forget().subscribed("m1");

    assertThat(killed(scenario)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void everyTaskIsAskedAboutInCallsOfAThousand() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started();
    assertThat(scenario.all(AskLive.class)).hasSize(64);
    list(scenario, 2_500);
    assertThat(asked(scenario)).hasSize(1_000);

    scenario.tick(Duration.ofMillis(200));
    assertThat(asked(scenario)).hasSize(2_500);
    assertThat(scenario.calls(MesosCall.Reconcile.class)).hasSize(3);
  }

  @Test
  void tasksWithoutAnAnswerAreAskedAboutAgainWithGrowingPauses() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started();
    list(scenario, 2);
    scenario.mesos(updated(status(task("t", 0).toString(), Condition.RUNNING, "u")));
    scenario.forget().tick(Duration.ofSeconds(40));

    // After 5, 15 and 35 seconds.
    assertThat(asked(scenario)).containsOnly(task("t", 1).toString()).hasSize(3);
    scenario.mesos(updated(status(task("t", 1).toString(), Condition.RUNNING, "u")));
    scenario.forget().tick(Duration.ofSeconds(15));
    assertThat(asked(scenario)).isEmpty();
  }

  @Test
  void thoseAskedAboutAreNotForgottenWhenAllTheOthersAnswerUnasked() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started();
    list(scenario, 1_003);
    var first = Set.copyOf(asked(scenario));
    for (int i = 0; i < 1_003; i++) {
      var id = task("t", i).toString();
      if (!first.contains(id)) {
        scenario.mesos(updated(status(id, Condition.RUNNING, "u" + i)));
      }
    }

    scenario.forget().tick(Duration.ofSeconds(6));
    assertThat(asked(scenario)).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void aMinuteLaterAllTasksAreAskedForAndEverythingAgainAfterTenMinutes() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started();
    listNothing(scenario);
    scenario.forget().tick(Duration.ofSeconds(59));
    assertThat(scenario.calls(MesosCall.Reconcile.class)).isEmpty();
    scenario.tick(Duration.ofSeconds(2));
    assertThat(scenario.calls(MesosCall.Reconcile.class))
        .containsExactly(new MesosCall.Reconcile(List.of()));

    scenario.forget().tick(Duration.ofMinutes(9));
    assertThat(scenario.all(AskLive.class)).hasSize(64);
  }

  @Test
  void aBusyLedgerListsItsTasksLater() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started().forget();
    scenario.hear(new SchedulerInput.LiveAnswered(7, Optional.empty()));
    scenario.tick(Duration.ofMillis(200));

    assertThat(scenario.only(AskLive.class).ledger()).isEqualTo(7);
  }

  @Test
  void withoutAConnectionNothingIsAsked() {
    var scenario = new Scenario(SchedulerSettings.DEFAULTS).subscribed("m1").started();
    list(scenario, 10);
    scenario.mesos(new MesosEvent.Disconnected("x")).forget().tick(Duration.ofMinutes(30));
    assertThat(scenario.calls()).isEmpty();

    assertThat(scenario.subscribed("m1").all(AskLive.class)).hasSize(64);
  }

  @Test
  void whatEndsTheNodeIsSaidOnce() {
    var scenario = idle().mesos(new MesosEvent.FailedOver("another one"));

    assertThat(scenario.only(SchedulerEffect.End.class).fatal())
        .isEqualTo(new Fatal(Fatal.Kind.FAILED_OVER, "another one"));
    scenario.mesos(new MesosEvent.FrameworkRemoved("gone")).mesos(new MesosEvent.Refused("no"));
    assertThat(scenario.all(SchedulerEffect.End.class))
        .extracting(end -> end.fatal().kind())
        .containsExactly(Fatal.Kind.FAILED_OVER, Fatal.Kind.FRAMEWORK_REMOVED, Fatal.Kind.REFUSED);
  }

  @Test
  void othersHearOfTheSubscriptionAndOfFrameworkMessages() {
    var scenario = idle().subscribed("m2");
    scenario.mesos(new MesosEvent.FrameworkMessage("a", "e", new byte[] {1}));
    scenario
        .mesos(new MesosEvent.AgentFailed("a"))
        .mesos(new MesosEvent.ExecutorFailed("a", "e", 1));

    assertThat(scenario.all(SchedulerEffect.Announce.class)).hasSize(2);
    assertThat(scenario.all(Handled.class)).hasSize(4);
  }

  /** The ledgers have no tasks. */
  static void listNothing(Scenario scenario) {
    list(scenario, 0);
  }

  private static void list(Scenario scenario, int tasks) {
    var live = new ArrayList<LiveTask>();
    for (int i = 0; i < tasks; i++) {
      live.add(new LiveTask(task("t", i).toString(), Optional.of("agent")));
    }
    for (int ledger = 0; ledger < AppId.LEDGERS; ledger++) {
      scenario.hear(
          new SchedulerInput.LiveAnswered(
              ledger, Optional.of(ledger == 0 ? List.copyOf(live) : List.of())));
    }
  }

  private static List<String> asked(Scenario scenario) {
    return scenario.calls(MesosCall.Reconcile.class).stream()
        .flatMap(call -> call.tasks().stream())
        .map(MesosCall.TaskQuestion::taskId)
        .toList();
  }

  private static List<String> killed(Scenario scenario) {
    return scenario.calls(MesosCall.Kill.class).stream().map(MesosCall.Kill::taskId).toList();
  }

  private static MesosEvent updated(TaskStatus status) {
    return new MesosEvent.Updated(status);
  }

  private static SchedulerSettings withKills(int inFlight) {
    var d = SchedulerSettings.DEFAULTS;
    return new SchedulerSettings(
        d.matching(),
        d.roles(),
        d.declineFor(),
        d.declineBriefly(),
        d.holdUnused(),
        d.holdForBackoff(),
        d.holdAtMost(),
        d.reviveInterval(),
        d.killRetry(),
        inFlight,
        d.answerWithin(),
        d.busyRetry(),
        d.reconcile());
  }
}
