package dev.marathon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A story of one ledger: what it is told, what it stores and what it wants done. Keeps the log, so
 * that each story can end with {@link #replayed}, and the timer, which rings in {@link #pass}.
 */
final class LedgerScenario {

  static final AppId APP = new AppId("/web");
  private static final Instant START = Instant.parse("2024-05-01T12:00:00Z");

  private final LedgerRules rules = new LedgerRules(LedgerSettings.DEFAULT);
  private final List<LedgerEvent> log = new ArrayList<>();
  private final List<Demand> demands = new ArrayList<>();
  private LedgerState state = rules.empty();
  private Instant now = START;
  private Optional<Instant> wakeAt = Optional.empty();
  private List<LedgerEvent> events = List.of();
  private List<LedgerEffect> effects = List.of();
  private LedgerReply reply = new LedgerReply.Done();
  private long order;
  private long launched;

  /** An app definition whose configuration and version are numbered. */
  static AppBuilder app(int config) {
    return AppBuilder.of(APP)
        .cmd("serve")
        .version(version(config))
        .versionInfo(new VersionInfo(version(config), version(config)));
  }

  static Version version(int number) {
    return new Version(START.plusSeconds(number));
  }

  static Placement on(String host) {
    return new Placement(
        "agent-" + host, host, List.of(), Optional.empty(), Optional.empty(), Map.of());
  }

  LedgerScenario tell(LedgerCommand command) {
    var context = new Context(now, Cause.internal("test"), UUID::randomUUID);
    var decision = rules.decide(state, command, context);
    events = decision.events();
    effects = decision.effects();
    reply = decision.reply();
    for (var event : events) {
      state = rules.apply(state, event);
      log.add(event);
    }
    hear();
    return this;
  }

  private void hear() {
    for (var effect : effects) {
      if (effect instanceof LedgerEffect.AnnounceDemand announce) {
        demands.add(announce.demand());
      } else if (effect instanceof LedgerEffect.WakeAt wake) {
        wakeAt = wakeAt.filter(at -> at.isBefore(wake.at())).or(() -> Optional.of(wake.at()));
      }
    }
  }

  LedgerScenario target(AppBuilder app) {
    return target(app.build(), List.of());
  }

  LedgerScenario target(AppDefinition app, List<InstanceId> victims) {
    return tell(new LedgerCommand.SetTarget(app, ++order, victims));
  }

  LedgerScenario remove() {
    return tell(new LedgerCommand.RemoveTarget(APP, ++order));
  }

  /** The scheduler takes up the whole newest demand. */
  LedgerScenario launch() {
    return launch(demand().count(), "host");
  }

  LedgerScenario launch(int count) {
    return launch(count, "host");
  }

  LedgerScenario launch(int count, String host) {
    var demand = demand();
    var config = demand.definition().versionInfo().orElseThrow().lastConfigChangeAt();
    var proposals = new ArrayList<LedgerCommand.Proposal>();
    for (var relaunch : demand.relaunch()) {
      proposals.add(
          new LedgerCommand.Proposal(relaunch.id(), APP, relaunch.incarnation(), config, on(host)));
    }
    for (int i = 0; i < demand.fresh(); i++) {
      var id = new InstanceId(APP.safe(), new UUID(0, ++launched));
      proposals.add(new LedgerCommand.Proposal(id, APP, 1, config, on(host)));
    }
    return tell(new LedgerCommand.Provision(proposals.subList(0, count)));
  }

  /** Everything just sent to Mesos begins to run. */
  LedgerScenario run() {
    instances(i -> i.condition() == Condition.PROVISIONED)
        .forEach(i -> status(i, Condition.RUNNING));
    return this;
  }

  LedgerScenario status(Instance instance, Condition condition) {
    return status(instance.task().toString(), condition, "");
  }

  LedgerScenario status(String task, Condition condition, String reason) {
    return status(new StatusBuilder(task, condition, now).reason(reason).build());
  }

  LedgerScenario status(TaskStatus status) {
    return tell(new LedgerCommand.RecordStatus(status));
  }

  /** Every task that is to be killed ends. */
  LedgerScenario killsDone() {
    instances(Instance::toBeKilled).forEach(i -> status(i, Condition.KILLED));
    return this;
  }

  /** Time passes; the ledger's timer rings when it should. */
  LedgerScenario pass(Duration duration) {
    var end = now.plus(duration);
    while (wakeAt.isPresent() && !wakeAt.get().isAfter(end)) {
      now = wakeAt.get().isAfter(now) ? wakeAt.get() : now;
      wakeAt = Optional.empty();
      tell(new LedgerCommand.CheckDeadlines());
    }
    now = end;
    return this;
  }

  /** The node dies and another one takes over from the log. */
  LedgerScenario restart() {
    replayed();
    effects = rules.onRecovered(state, new Context(now, Cause.internal("test"), UUID::randomUUID));
    demands.clear();
    wakeAt = Optional.empty();
    events = List.of();
    hear();
    return this;
  }

  LedgerScenario thenEvents(Class<?>... types) {
    assertThat(events.stream().map(Object::getClass).map(Class::getSimpleName))
        .containsExactly(Stream.of(types).map(Class::getSimpleName).toArray(String[]::new));
    return this;
  }

  LedgerScenario thenNothingStored() {
    return thenEvents();
  }

  LedgerScenario thenEffect(LedgerEffect... wanted) {
    assertThat(effects).contains(wanted);
    return this;
  }

  LedgerScenario thenNoEffect(Class<? extends LedgerEffect> type) {
    assertThat(effects).noneMatch(type::isInstance);
    return this;
  }

  LedgerScenario thenKilled(Instance... killed) {
    var tasks = new ArrayList<String>();
    for (var effect : effects) {
      if (effect instanceof LedgerEffect.KillTask kill) {
        tasks.add(kill.taskId());
      }
    }
    assertThat(tasks)
        .containsExactlyInAnyOrder(
            List.of(killed).stream().map(i -> i.task().toString()).toArray(String[]::new));
    return this;
  }

  LedgerScenario thenReached() {
    return thenEffect(new LedgerEffect.TargetReached(APP, order));
  }

  LedgerScenario thenNotReached() {
    return thenNoEffect(LedgerEffect.TargetReached.class);
  }

  LedgerScenario thenDemand(int count) {
    assertThat(demands.isEmpty() ? 0 : demand().count()).isEqualTo(count);
    return this;
  }

  LedgerScenario thenReply(LedgerReply wanted) {
    assertThat(reply).isEqualTo(wanted);
    return this;
  }

  /** Instances that are wanted, by configuration, and tasks that are on their way out. */
  LedgerScenario thenCounts(int outdated, int current, int ending) {
    var wanted = state.apps().get(APP).target().configVersion();
    var running = instances(i -> i.goal() == Goal.RUNNING);
    assertThat(
            List.of(
                running.stream().filter(i -> !i.configVersion().equals(wanted)).count(),
                running.stream().filter(i -> i.configVersion().equals(wanted)).count(),
                instances(i -> i.goal() != Goal.RUNNING).stream().count()))
        .as("outdated, current, ending")
        .containsExactly((long) outdated, (long) current, (long) ending);
    return this;
  }

  LedgerScenario thenForgotten() {
    assertThat(state).isEqualTo(LedgerState.EMPTY);
    return this;
  }

  /** The log alone gives the same state. */
  void replayed() {
    var again = rules.empty();
    for (var event : log) {
      again = rules.apply(again, event);
    }
    assertThat(again).isEqualTo(state);
    LedgerChecks.consistent(state);
  }

  Demand demand() {
    return demands.get(demands.size() - 1);
  }

  Instance instance(int number) {
    return state.instance(new InstanceId(APP.safe(), new UUID(0, number))).orElseThrow();
  }

  List<Instance> instances(Predicate<Instance> which) {
    return state.apps().values().stream()
        .flatMap(AppLedger::instances)
        .filter(which)
        .sorted(Comparator.comparing(i -> i.id().uuid()))
        .toList();
  }

  LedgerState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  LedgerReply reply() {
    return reply;
  }

  List<LedgerEffect> effects() {
    return effects;
  }

  List<LedgerEvent> log() {
    return log;
  }
}
