package dev.marathon.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.instance.LedgerEffect.KillTask;
import dev.marathon.instance.LedgerReply.LiveTask;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.MatchRound;
import dev.marathon.offer.Offer;
import dev.marathon.offer.Offers;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A scheduler between a small Mesos and simple ledgers, on one thread, with mishaps: ledgers that
 * are busy or silent, offers that are rescinded, streams that break, tasks that fail. Checks after
 * each step what must never happen.
 */
final class SchedulerWorld {
  private static final int AGENTS = 4;
  private static final double CPUS = 6;

  private final Random random;
  private SchedulerState state = SchedulerState.begin(SchedulerSettings.DEFAULTS);
  private Instant now = Scenario.BEGIN;
  private boolean calm;

  // Mesos.
  private boolean connected;
  private boolean suppressed;
  private int master;
  private int offerNumber;
  private final Map<String, String> offersOut = new LinkedHashMap<>();
  private final Map<String, Instant> filteredUntil = new HashMap<>();
  private final Map<String, String> running = new LinkedHashMap<>();
  private final Map<String, TaskStatus> unacknowledged = new LinkedHashMap<>();

  // Ledgers.
  private final Map<AppId, AppDefinition> apps = new LinkedHashMap<>();
  private final Map<AppId, Integer> targets = new HashMap<>();
  private final Map<InstanceId, Stored> instances = new LinkedHashMap<>();
  private final Set<String> recorded = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final List<Runnable> later = new ArrayList<>();

  private record Stored(AppId appId, boolean running) {}

  SchedulerWorld(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      var app = Scenario.app("/app" + i);
      apps.put(app.id(), app);
      targets.put(app.id(), 0);
    }
    connect();
    hear(new SchedulerInput.Started());
  }

  void mishaps(int steps) {
    for (int i = 0; i < steps; i++) {
      mishap();
      pass(Duration.ofMillis(random.nextInt(400)));
    }
  }

  private void mishap() {
    var app = apps.keySet().stream().skip(random.nextInt(apps.size())).findFirst().orElseThrow();
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> scale(app, random.nextInt(6));
      case 3 -> disconnect();
      case 4, 5 -> connect();
      case 6 -> rescind();
      case 7, 8 -> fail();
      case 9 -> offersOut.keySet().stream().findFirst().ifPresent(this::rescind);
      case 10 -> pass(Duration.ofSeconds(random.nextInt(40)));
      default -> answerSome();
    }
  }

  /** Everything works from now on. */
  void calm() {
    calm = true;
    connect();
    for (int i = 0; i < 400; i++) {
      answerSome();
      pass(Duration.ofSeconds(2));
    }
  }

  List<String> missing() {
    var missing = new ArrayList<String>();
    targets.forEach(
        (app, target) -> {
          long live = live(app);
          if (live < target) {
            missing.add(app + " has " + live + " of " + target);
          }
        });
    return missing;
  }

  /** Tasks that run and should not. */
  List<String> surplus() {
    return running.keySet().stream()
        .filter(task -> !instances.containsKey(TaskId.parse(task).orElseThrow().instance()))
        .toList();
  }

  private long live(AppId app) {
    return running.keySet().stream().filter(task -> task.startsWith(app.safe() + ".")).count();
  }

  // The scheduler.

  private void hear(SchedulerInput input) {
    var step = SchedulerDecisions.decide(state, input, now);
    state = step.state();
    assertThat(state.kills().inFlight().size())
        .isLessThanOrEqualTo(SchedulerSettings.DEFAULTS.killsInFlight());
    step.effects().forEach(this::run);
  }

  private void pass(Duration duration) {
    Instant end = now.plus(duration);
    for (int wakes = 0; ; wakes++) {
      assertThat(wakes).as("the scheduler spins").isLessThan(10_000);
      round();
      var next = state.nextWake();
      if (next.isEmpty() || next.get().isAfter(end)) {
        break;
      }
      now = next.get().isAfter(now) ? next.get() : now;
      hear(new SchedulerInput.TimePassed());
    }
    now = end;
    allocate();
  }

  private void round() {
    if (!state.roundDue()) {
      return;
    }
    var begun = state.beginRound(now, app -> false);
    state = begun.state();
    var context =
        new Context(
            now, Cause.internal("sim"), () -> new UUID(random.nextLong(), random.nextLong()));
    var result = MatchRound.run(begun.input(), context);
    if (random.nextInt(4) == 0 && !calm) {
      mishap();
    }
    hear(new SchedulerInput.RoundDone(result));
  }

  private void run(SchedulerEffect effect) {
    if (effect instanceof SchedulerEffect.Call call) {
      mesos(call.call());
    } else if (effect instanceof SchedulerEffect.AskProvision ask) {
      later.add(() -> provision(ask));
    } else if (effect instanceof SchedulerEffect.AskStatus ask) {
      later.add(() -> record(ask));
    } else if (effect instanceof SchedulerEffect.AskLive ask) {
      later.add(() -> list(ask.ledger()));
    }
  }

  // Ledgers.

  private void answerSome() {
    int rounds = calm ? Integer.MAX_VALUE : random.nextInt(20);
    for (int i = 0; i < rounds && !later.isEmpty(); i++) {
      Runnable next = later.remove(0);
      if (calm || random.nextInt(20) != 0) {
        next.run();
      }
    }
  }

  private void scale(AppId app, int target) {
    targets.put(app, target);
    var mine = instances.entrySet().stream().filter(e -> e.getValue().appId().equals(app)).toList();
    for (int i = target; i < mine.size(); i++) {
      InstanceId id = mine.get(i).getKey();
      instances.remove(id);
      hear(
          new SchedulerInput.KillWanted(
              new KillTask(id.task(1).toString(), Optional.empty(), Optional.empty(), "scale")));
    }
    announce(app);
  }

  private void announce(AppId app) {
    long have = instances.values().stream().filter(s -> s.appId().equals(app)).count();
    int lacks = (int) Math.max(0, targets.get(app) - have);
    hear(
        new SchedulerInput.DemandAnnounced(
            new Demand(app, apps.get(app), lacks, List.of(), Optional.empty(), List.of())));
  }

  private void provision(SchedulerEffect.AskProvision ask) {
    if (!calm && random.nextInt(8) == 0) {
      hear(new SchedulerInput.ProvisionAnswered(ask.flight(), ask.ledger(), Optional.empty()));
      return;
    }
    var accepted = new ArrayList<InstanceId>();
    var touched = new LinkedHashSet<AppId>();
    for (var proposal : ask.command().proposals()) {
      AppId app = proposal.appId();
      long have = instances.values().stream().filter(s -> s.appId().equals(app)).count();
      if (have < targets.get(app)) {
        instances.put(proposal.id(), new Stored(app, false));
        accepted.add(proposal.id());
        touched.add(app);
      }
    }
    touched.forEach(this::announce);
    hear(new SchedulerInput.ProvisionAnswered(ask.flight(), ask.ledger(), Optional.of(accepted)));
  }

  private void record(SchedulerEffect.AskStatus ask) {
    if (!calm && random.nextInt(6) == 0) {
      hear(new SchedulerInput.StatusAnswered(ask.token(), false));
      return;
    }
    TaskStatus status = ask.status();
    status.uuid().ifPresent(recorded::add);
    InstanceId id = TaskId.parse(status.taskId()).orElseThrow().instance();
    Stored known = instances.get(id);
    if (known == null && !status.condition().terminal()) {
      hear(
          new SchedulerInput.KillWanted(
              new KillTask(status.taskId(), Optional.empty(), Optional.empty(), "unknown")));
    } else if (known != null && status.condition().terminal()) {
      instances.remove(id);
      announce(known.appId());
    } else if (known != null) {
      instances.put(id, new Stored(known.appId(), true));
    }
    hear(new SchedulerInput.StatusAnswered(ask.token(), true));
  }

  private void list(int ledger) {
    var live =
        instances.keySet().stream()
            .filter(id -> id.ledger() == ledger)
            .map(id -> new LiveTask(id.task(1).toString(), Optional.empty()))
            .toList();
    hear(new SchedulerInput.LiveAnswered(ledger, Optional.of(live)));
  }

  // Mesos.

  private void connect() {
    if (connected) {
      return;
    }
    connected = true;
    if (random.nextInt(3) == 0) {
      master++;
    }
    filteredUntil.clear();
    event(new MesosEvent.Subscribed("fw", "m" + master, "host", 1, Optional.empty()));
    allocate();
    List.copyOf(unacknowledged.values()).forEach(s -> event(new MesosEvent.Updated(s)));
  }

  private void disconnect() {
    if (connected) {
      connected = false;
      offersOut.clear();
      event(new MesosEvent.Disconnected("mishap"));
    }
  }

  private void event(MesosEvent event) {
    hear(new SchedulerInput.FromMesos(event));
  }

  private void allocate() {
    if (!connected || suppressed) {
      return;
    }
    var offers = new ArrayList<Offer>();
    for (int i = 0; i < AGENTS; i++) {
      String agent = "a" + i;
      double left = CPUS - running.values().stream().filter(agent::equals).count();
      Instant filtered = filteredUntil.getOrDefault(agent, now);
      if (!offersOut.containsValue(agent) && left > 0 && !filtered.isAfter(now)) {
        String id = "o" + offerNumber++;
        offersOut.put(id, agent);
        offers.add(Offers.of(agent, left, 8_192).id(id).build());
      }
    }
    if (!offers.isEmpty()) {
      event(new MesosEvent.Offers(List.copyOf(offers)));
    }
  }

  private void rescind() {
    List.copyOf(offersOut.keySet()).forEach(this::rescind);
  }

  private void rescind(String offer) {
    offersOut.remove(offer);
    if (connected) {
      event(new MesosEvent.Rescinded(offer));
    }
  }

  private void fail() {
    running.keySet().stream().findFirst().ifPresent(task -> end(task, Condition.FAILED));
  }

  private void end(String task, Condition condition) {
    if (running.remove(task) != null) {
      update(task, condition);
    }
  }

  private void update(String task, Condition condition) {
    var status = Scenario.status(task, condition, "u" + random.nextLong());
    unacknowledged.put(status.uuid().orElseThrow(), status);
    if (connected) {
      event(new MesosEvent.Updated(status));
    }
  }

  private void mesos(MesosCall call) {
    if (!connected) {
      later.add(() -> hear(new SchedulerInput.CallFailed(call, false, "not subscribed")));
    } else if (call instanceof MesosCall.Accept accept) {
      accept(accept);
    } else if (call instanceof MesosCall.Decline decline) {
      decline.offers().forEach(offer -> take(offer, decline.refuse()));
    } else if (call instanceof MesosCall.Revive) {
      suppressed = false;
      filteredUntil.clear();
    } else if (call instanceof MesosCall.Suppress) {
      suppressed = true;
    } else if (call instanceof MesosCall.Kill kill) {
      killed(kill.taskId());
    } else if (call instanceof MesosCall.Acknowledge ack) {
      assertThat(recorded).as("acknowledged before it was stored").contains(ack.uuid());
      acknowledged.add(ack.uuid());
      unacknowledged.remove(ack.uuid());
    } else if (call instanceof MesosCall.Reconcile reconcile) {
      reconcile(reconcile);
    }
  }

  private void accept(MesosCall.Accept accept) {
    boolean valid = offersOut.keySet().containsAll(accept.offers());
    assertThat(valid).as("an offer that is not ours: %s", accept.offers()).isTrue();
    accept.offers().forEach(offer -> take(offer, accept.refuse()));
    for (LaunchSpec launch : accept.launches()) {
      assertThat(running.put(launch.taskId().toString(), launch.placement().agentId()))
          .as("launched twice")
          .isNull();
      later.add(() -> started(launch.taskId().toString()));
    }
  }

  private void started(String task) {
    if (running.containsKey(task)) {
      update(task, Condition.RUNNING);
    }
  }

  private void take(String offer, Duration refuse) {
    String agent = offersOut.remove(offer);
    assertThat(agent).as("offer %s is not out", offer).isNotNull();
    filteredUntil.put(agent, now.plus(refuse));
  }

  private void killed(String task) {
    later.add(
        () -> {
          if (running.containsKey(task)) {
            end(task, Condition.KILLED);
          } else if (connected
              && unacknowledged.values().stream().noneMatch(s -> s.taskId().equals(task))) {
            gone(task);
          }
        });
  }

  private void gone(String task) {
    event(
        new MesosEvent.Updated(
            Scenario.status(task, Condition.GONE, Optional.empty(), "REASON_RECONCILIATION")));
  }

  private void reconcile(MesosCall.Reconcile reconcile) {
    var tasks =
        reconcile.tasks().isEmpty()
            ? List.copyOf(running.keySet())
            : reconcile.tasks().stream().map(MesosCall.TaskQuestion::taskId).toList();
    later.add(
        () -> {
          if (!connected) {
            return;
          }
          for (String task : tasks) {
            if (running.containsKey(task)) {
              event(
                  new MesosEvent.Updated(
                      Scenario.status(
                          task, Condition.RUNNING, Optional.empty(), "REASON_RECONCILIATION")));
            } else {
              gone(task);
            }
          }
        });
  }
}
