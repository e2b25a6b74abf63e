package dev.marathon.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.instance.LedgerCommand.Proposal;
import dev.marathon.instance.LedgerEffect.KillTask;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.offer.MatchRound;
import dev.marathon.offer.Offer;
import dev.marathon.offer.Offers;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** The scheduler's rules with a clock of our own: given what was heard, then what was done. */
final class Scenario {
  static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  private final Random random = new Random(1);
  SchedulerState state;
  Instant now = BEGIN;
  private final List<SchedulerEffect> effects = new ArrayList<>();

  Scenario(SchedulerSettings settings) {
    state = SchedulerState.begin(settings);
  }

  /** Subscribed, started, and nothing to do: suppressed. */
  static Scenario idle() {
    return idle(SchedulerSettings.DEFAULTS);
  }

  static Scenario idle(SchedulerSettings settings) {
    var scenario = new Scenario(settings).subscribed("m1").started();
    scenario.tick(settings.holdUnused().plusMillis(1));
    scenario.forget();
    return scenario;
  }

  static AppDefinition app(String path) {
    return AppBuilder.of(path).cmd("sleep 1").cpus(1).mem(32).instances(99).build();
  }

  static Demand demand(AppDefinition app, int count) {
    return new Demand(app.id(), app, count, List.of(), Optional.empty(), List.of());
  }

  static Demand backingOff(AppDefinition app, int count, Instant until) {
    return new Demand(app.id(), app, count, List.of(), Optional.of(until), List.of());
  }

  static TaskStatus status(String taskId, Condition condition, String uuid) {
    return status(taskId, condition, Optional.of(uuid), "");
  }

  static TaskStatus status(
      String taskId, Condition condition, Optional<String> uuid, String reason) {
    return new TaskStatus(
        taskId,
        condition,
        condition.taskState(),
        uuid,
        Optional.of("agent"),
        reason,
        "",
        BEGIN,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  static TaskId task(String safe, long number) {
    return new InstanceId(safe, new UUID(0, number)).task(1);
  }

  Scenario hear(SchedulerInput input) {
    var step = SchedulerDecisions.decide(state, input, now);
    state = step.state();
    effects.addAll(step.effects());
    return this;
  }

  Scenario mesos(MesosEvent event) {
    return hear(new SchedulerInput.FromMesos(event));
  }

  Scenario subscribed(String master) {
    return mesos(new MesosEvent.Subscribed("fw", master, "host", 5050, Optional.empty()));
  }

  Scenario started() {
    return hear(new SchedulerInput.Started());
  }

  Scenario announce(Demand demand) {
    return hear(new SchedulerInput.DemandAnnounced(demand));
  }

  Scenario offers(Offer... offers) {
    return mesos(new MesosEvent.Offers(List.of(offers)));
  }

  /** Large agents of these names. */
  Scenario agents(String... names) {
    for (String name : names) {
      offers(Offers.of(name, 8, 8_192).build());
    }
    return this;
  }

  Scenario kill(String taskId) {
    return hear(
        new SchedulerInput.KillWanted(
            new KillTask(taskId, Optional.of("agent"), Optional.empty(), "test")));
  }

  /** Time goes on, with all wake-ups in between. */
  Scenario tick(Duration duration) {
    Instant end = now.plus(duration);
    int wakes = 0;
    for (var next = state.nextWake();
        next.isPresent() && !next.get().isAfter(end);
        next = state.nextWake()) {
      now = next.get().isBefore(now) ? now : next.get();
      hear(new SchedulerInput.TimePassed());
      assertThat(wakes++).as("the scheduler spins").isLessThan(100_000);
    }
    now = end;
    return this;
  }

  /** Runs a round if one is due. */
  Scenario round() {
    if (state.roundDue()) {
      var begun = state.beginRound(now, app -> false);
      state = begun.state();
      var context =
          new Context(
              now, Cause.internal("test"), () -> new UUID(random.nextLong(), random.nextLong()));
      hear(new SchedulerInput.RoundDone(MatchRound.run(begun.input(), context)));
    }
    return this;
  }

  /** All ledgers agree to all proposals. */
  Scenario agree() {
    for (var ask : all(SchedulerEffect.AskProvision.class)) {
      answer(ask, ids(ask));
    }
    effects.removeIf(SchedulerEffect.AskProvision.class::isInstance);
    return this;
  }

  Scenario answer(SchedulerEffect.AskProvision ask, List<InstanceId> accepted) {
    return hear(
        new SchedulerInput.ProvisionAnswered(ask.flight(), ask.ledger(), Optional.of(accepted)));
  }

  static List<InstanceId> ids(SchedulerEffect.AskProvision ask) {
    return ask.command().proposals().stream().map(Proposal::id).toList();
  }

  <T extends SchedulerEffect> List<T> all(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends SchedulerEffect> T only(Class<T> type) {
    assertThat(all(type)).hasSize(1);
    return all(type).get(0);
  }

  <T extends MesosCall> List<T> calls(Class<T> type) {
    return all(SchedulerEffect.Call.class).stream()
        .map(SchedulerEffect.Call::call)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  List<MesosCall> calls() {
    return calls(MesosCall.class);
  }

  Scenario forget() {
    effects.clear();
    return this;
  }
}
