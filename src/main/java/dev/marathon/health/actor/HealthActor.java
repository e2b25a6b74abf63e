package dev.marathon.health.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.config.HealthSettings;
import dev.marathon.health.HealthDecisions;
import dev.marathon.health.HealthDecisions.Probed;
import dev.marathon.health.HealthNews;
import dev.marathon.health.ProbeAnswer;
import dev.marathon.health.ProbeResult;
import dev.marathon.health.ReadinessResult;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.metrics.Metrics;
import dev.marathon.owner.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Runs the checks that are Marathon's to run: health checks over HTTP, HTTPS and TCP of all tasks
 * that run, and readiness checks of those that a deployment started. What it finds goes to the
 * ledgers: flips of health, readiness, kills. It remembers nothing that matters; a flip that a
 * ledger was too busy to take is told again, since what the ledger has comes back to it.
 */
public final class HealthActor extends AbstractBehavior<HealthActor.Message> {

  // Protocol.

  /** What it is told. */
  public sealed interface Message {}

  /**
   * Instances as they are now, and those that no longer concern it.
   *
   * @param tasks with checks for Marathon to run and a task that has not ended
   */
  public record Seen(List<Watched> tasks, List<InstanceId> gone) implements Message {}

  /** Which deployment holds an app; absent: none. */
  public record Held(Map<AppId, Optional<UUID>> apps) implements Message {}

  /**
   * The take-over is complete: probe.
   *
   * @param ledgers by number
   */
  public record Begin(List<ActorRef<Ask<LedgerCommand, LedgerReply>>> ledgers) implements Message {}

  private record Answered(Round round, Instant sent, ProbeAnswer answer) implements Message {}

  private record Look() implements Message {}

  private record TellAgain() implements Message {}

  private record Broken(Throwable failure) implements Message {}

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration TELL_AGAIN_EVERY = Duration.ofSeconds(2);

  // What it needs.

  private final HealthPorts ports;
  private final Prober prober;
  private final Agenda agenda;
  private final Rounds rounds;
  private final TimerScheduler<Message> timers;
  private final Map<InstanceId, WatchedTask> tasks = new HashMap<>();
  private final Map<AppId, Set<InstanceId>> withReadiness = new HashMap<>();
  private final Map<AppId, UUID> deployments = new HashMap<>();
  private final Set<InstanceId> untold = new HashSet<>();
  private final Hearing hearing;
  private LedgerTold ledgers;

  // Creation.

  public static Behavior<Message> create(HealthSettings settings, HealthPorts ports) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new HealthActor(context, timers, settings, ports)));
  }

  private HealthActor(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      HealthSettings settings,
      HealthPorts ports) {
    super(context);
    this.ports = ports;
    this.timers = timers;
    this.hearing = new Hearing(context.getLog());
    this.agenda = new Agenda(settings);
    this.rounds = new Rounds(agenda, ports.nanos(), ports.chance());
    var self = context.getSelf();
    this.prober = Prober.start(failure -> self.tell(new Broken(failure)));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Look.class, look -> onLook())
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Held.class, this::onHeld)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(TellAgain.class, again -> onTellAgain())
        .onMessage(Broken.class, this::onBroken)
        .onSignal(PostStop.class, stopped -> onStopped())
        .build();
  }

  // What there is to probe.

  private Behavior<Message> onBegin(Begin begin) {
    ledgers = new LedgerTold(begin.ledgers(), getContext().getSystem().ignoreRef());
    timers.startTimerWithFixedDelay(new Look(), LOOK_EVERY);
    timers.startTimerWithFixedDelay(new TellAgain(), TELL_AGAIN_EVERY);
    tasks.values().forEach(this::arrange);
    return this;
  }

  private Behavior<Message> onSeen(Seen seen) {
    seen.gone().forEach(this::forget);
    for (var now : seen.tasks()) {
      var id = now.instance().id();
      var known = tasks.get(id);
      if (known == null || !known.same(now)) {
        forget(id);
        watch(id, new WatchedTask(now));
      } else {
        known.see(now);
      }
      arrange(tasks.get(id));
    }
    return this;
  }

  private void watch(InstanceId id, WatchedTask task) {
    tasks.put(id, task);
    hearing.answering(task.answered() ? 1 : 0);
    if (task.readinessCheck().isPresent()) {
      withReadiness.computeIfAbsent(task.instance().appId(), app -> new HashSet<>()).add(id);
    }
  }

  private void forget(InstanceId id) {
    var task = tasks.remove(id);
    if (task == null) {
      return;
    }
    untold.remove(id);
    hearing.answering(task.answered() ? -1 : 0);
    Rounds.stop(task);
    var app = task.instance().appId();
    withReadiness.computeIfPresent(
        app,
        (same, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
    var deployment = deployments.get(app);
    if (deployment != null && task.readiness().isPresent()) {
      ports.news().accept(new HealthNews.ReadinessGone(deployment, app, task.instance().task()));
    }
  }

  private Behavior<Message> onHeld(Held held) {
    held.apps()
        .forEach(
            (app, deployment) -> {
              var before = Optional.ofNullable(deployments.remove(app));
              deployment.ifPresent(id -> deployments.put(app, id));
              if (!before.equals(deployment)) {
                for (var id : withReadiness.getOrDefault(app, Set.of())) {
                  tasks.get(id).readiness(Optional.empty());
                  arrange(tasks.get(id));
                }
              }
            });
    return this;
  }

  /** Lets the task have the rounds that it should have now. */
  private void arrange(WatchedTask task) {
    if (ledgers != null && task.running()) {
      rounds.arrange(task, deployments.containsKey(task.instance().appId()));
      tell(task);
    } else {
      Rounds.stop(task);
    }
  }

  // Probing.

  private Behavior<Message> onLook() {
    long now = ports.nanos().getAsLong();
    for (var round : agenda.due(now)) {
      Metrics.time("health.probe-delay", Duration.ofNanos(now - round.due()));
      send(round);
    }
    return this;
  }

  private void send(Round round) {
    var sent = ports.clock().instant();
    var self = getContext().getSelf();
    round
        .task()
        .probe(round)
        .ifPresentOrElse(
            probe ->
                prober.probe(
                    probe, round.timeout(), answer -> self.tell(new Answered(round, sent, answer))),
            () ->
                self.tell(
                    new Answered(
                        round,
                        sent,
                        new ProbeAnswer.Silence("the task has no such port or no address"))));
  }

  private Behavior<Message> onAnswered(Answered answered) {
    var round = answered.round();
    agenda.done(round);
    if (round.cancelled()) {
      return this;
    }
    boolean silent = answered.answer() instanceof ProbeAnswer.Silence;
    round.silent(silent);
    if (!silent && !(answered.answer() instanceof ProbeAnswer.Interrupted)) {
      hearing.heard(answered.sent());
    }
    rounds.next(round);
    if (round.readiness()) {
      readiness(round.task(), answered.answer());
    } else {
      health(round, answered);
    }
    return this;
  }

  // Results.

  private void health(Round round, Answered answered) {
    var task = round.task();
    var instance = task.instance();
    var check = task.checks().get(round.check());
    var before = task.health(round.check());
    boolean answeredBefore = task.answered();
    var result = ProbeResult.of(check, answered.answer());
    var judged =
        HealthDecisions.judge(
            before,
            check,
            new Probed(result, answered.sent(), ports.clock().instant()),
            instance.since());
    var after = judged.health();
    task.health(round.check(), after);
    hearing.answering(task.answered() && !answeredBefore ? 1 : 0);
    Metrics.count("health.probes", 1);
    if (after.equals(before)) {
      return;
    }
    if (judged.counted()) {
      Metrics.count("health.failures", 1);
      ports.news().accept(new HealthNews.Failed(instance.appId(), instance.id(), check));
    }
    if (before.alive() != after.alive()) {
      ports
          .news()
          .accept(
              new HealthNews.Turned(
                  instance.appId(), instance.id(), instance.version(), after.alive()));
    }
    ports
        .news()
        .accept(new HealthNews.Checked(instance.id(), instance.incarnation(), task.known()));
    tell(task);
    if (judged.kill()) {
      kill(round, (ProbeResult.Unhealthy) result);
    }
  }

  private void kill(Round round, ProbeResult.Unhealthy result) {
    var instance = round.task().instance();
    var health = round.task().health(round.check());
    if (instance.killPending() || !(result.answered() || hearing.credible(health))) {
      return;
    }
    getContext().getLog().info("unhealthy: {}, {}", instance.task(), result.cause());
    ledgers.tell(
        instance.appId(),
        new LedgerCommand.KillUnhealthy(
            instance.id(),
            instance.incarnation(),
            "health check failed "
                + health.consecutiveFailures()
                + " times in a row: "
                + result.cause()));
  }

  private void readiness(WatchedTask task, ProbeAnswer answer) {
    var instance = task.instance();
    ReadinessResult.of(task.readinessCheck().orElseThrow(), instance.task(), answer)
        .ifPresent(
            result -> {
              task.readiness(Optional.of(result));
              var deployment = deployments.get(instance.appId());
              ports.news().accept(new HealthNews.Readiness(deployment, instance.appId(), result));
              arrange(task);
            });
  }

  // Ledgers.

  private void tell(WatchedTask task) {
    var instance = task.instance();
    var health = task.healthToTell();
    health.ifPresent(
        healthy ->
            ledgers.tell(
                instance.appId(),
                new LedgerCommand.RecordHealth(instance.id(), instance.incarnation(), healthy)));
    if (task.readyToTell()) {
      ledgers.tell(
          instance.appId(),
          new LedgerCommand.RecordReadiness(instance.id(), instance.incarnation(), true));
    }
    if (health.isPresent() || task.readyToTell()) {
      untold.add(instance.id());
    } else {
      untold.remove(instance.id());
    }
  }

  private Behavior<Message> onTellAgain() {
    List.copyOf(untold).forEach(id -> tell(tasks.get(id)));
    Metrics.gauge("health.probes.in-flight", agenda.inFlight());
    Metrics.gauge("health.tasks", tasks.size());
    return this;
  }

  // Ends.

  private Behavior<Message> onBroken(Broken broken) {
    throw new IllegalStateException("probes came to an end", broken.failure());
  }

  private Behavior<Message> onStopped() {
    prober.close();
    return this;
  }
}
