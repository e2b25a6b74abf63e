package dev.marathon.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.mesos.client.CallResult;
import dev.marathon.mesos.client.MesosClient;
import dev.marathon.metrics.Metrics;
import dev.marathon.scheduler.SchedulerDecisions;
import dev.marathon.scheduler.SchedulerEffect;
import dev.marathon.scheduler.SchedulerInput;
import dev.marathon.scheduler.SchedulerSettings;
import dev.marathon.scheduler.SchedulerState;
import dev.marathon.scheduler.StatusBatches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Shell of the scheduler. Everything it decides is in {@link SchedulerDecisions}; here are the ways
 * in and out. Events of Mesos that came while it was busy are decided together, and so are the
 * updates among them by their ledgers. A round of matching begins a few milliseconds after its
 * first reason, so that offers and demands that come together are matched together, and is done in
 * slices, so that updates of tasks do not wait for it.
 *
 * <p>It hears three kinds of messages by one mailbox, so that a ledger's demand is never overtaken
 * by its answer: {@link SchedulerCommand}, {@link LedgerEffect} and {@link MesosEvent}. Narrow its
 * reference to the one that is needed.
 */
public final class SchedulerActor extends AbstractBehavior<Object> {

  // Protocol: what it tells itself.

  private record Heard(SchedulerInput input) {}

  private enum Self {
    TAKE_IN,
    WAKE,
    BEGIN_ROUND,
    NEXT_SLICE,
    SHOW_QUEUE,
    /** An answer that will not come; its deadline is in the state. */
    NOTHING
  }

  private static final Duration GATHER = Duration.ofMillis(5);
  private static final Duration SHOW_EVERY = Duration.ofMillis(500);

  // What it needs.

  private final SchedulerPorts ports;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final TimerScheduler<Object> timers;
  private final ActorRef<MesosClient> client;
  private final Slices slices = new Slices();
  private Set<GroupId> enforcing = Set.of();
  private Optional<LedgerWay> ledgers = Optional.empty();
  private SchedulerState state;
  private Optional<Instant> wakeAt = Optional.empty();
  private final List<MesosEvent> arrived = new ArrayList<>();
  private int handled;
  private boolean gathering;
  private boolean showing;

  // Creation.

  /** One per active node. Does nothing before {@link SchedulerCommand.Connect}. */
  public static Behavior<Object> create(
      SchedulerPorts ports, SchedulerSettings settings, InstantSource clock, Supplier<UUID> ids) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new SchedulerActor(context, timers, ports, settings, clock, ids)));
  }

  private SchedulerActor(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      SchedulerPorts ports,
      SchedulerSettings settings,
      InstantSource clock,
      Supplier<UUID> ids) {
    super(context);
    this.ports = ports;
    this.clock = clock;
    this.ids = ids;
    this.timers = timers;
    this.state = SchedulerState.begin(settings);
    this.client = context.spawn(ports.client().apply(context.getSelf().narrow()), "mesos");
    // Without its client the scheduler fails with DeathPactException: intended.
    context.watch(client);
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(MesosEvent.class, this::onMesosEvent)
        .onMessage(LedgerEffect.class, this::onLedgerEffect)
        .onMessage(Heard.class, heard -> hear(heard.input()))
        .onMessage(SchedulerCommand.Connect.class, this::onConnect)
        .onMessage(SchedulerCommand.Start.class, this::onStart)
        .onMessage(SchedulerCommand.EnforceRoles.class, this::onEnforceRoles)
        .onMessageEquals(Self.TAKE_IN, this::onTakeIn)
        .onMessageEquals(Self.WAKE, this::onWake)
        .onMessageEquals(Self.BEGIN_ROUND, this::onBeginRound)
        .onMessageEquals(Self.NEXT_SLICE, this::onNextSlice)
        .onMessageEquals(Self.SHOW_QUEUE, this::onShowQueue)
        .onMessageEquals(Self.NOTHING, () -> this)
        .build();
  }

  // Commands.

  private Behavior<Object> onConnect(SchedulerCommand.Connect connect) {
    client.tell(connect.subscribe());
    return this;
  }

  private Behavior<Object> onStart(SchedulerCommand.Start start) {
    ledgers = Optional.of(new LedgerWay(getContext(), start.ledgers(), Heard::new, Self.NOTHING));
    return hear(new SchedulerInput.Started());
  }

  private Behavior<Object> onEnforceRoles(SchedulerCommand.EnforceRoles enforce) {
    enforcing = enforce.groups();
    return this;
  }

  private Behavior<Object> onMesosEvent(MesosEvent event) {
    MesosMetrics.heard(event);
    if (arrived.isEmpty()) {
      getContext().getSelf().tell(Self.TAKE_IN);
    }
    arrived.add(event);
    return this;
  }

  /** What came while the scheduler was busy is decided together. */
  private Behavior<Object> onTakeIn() {
    var events = new SchedulerInput.FromMesos(arrived);
    arrived.clear();
    return hear(events);
  }

  private Behavior<Object> onLedgerEffect(LedgerEffect effect) {
    if (effect instanceof LedgerEffect.AnnounceDemand announced) {
      show();
      return hear(new SchedulerInput.DemandAnnounced(announced.demand()));
    }
    if (effect instanceof LedgerEffect.KillTask kill) {
      return hear(new SchedulerInput.KillWanted(kill));
    }
    if (effect instanceof LedgerEffect.KillDone done) {
      return hear(new SchedulerInput.KillDone(done.taskId()));
    }
    throw new Unhandled(effect);
  }

  private Behavior<Object> onWake() {
    wakeAt = Optional.empty();
    return hear(new SchedulerInput.TimePassed());
  }

  private Behavior<Object> hear(SchedulerInput input) {
    var step = SchedulerDecisions.decide(state, input, clock.instant());
    state = step.state();
    var updates = new StatusBatches(batch -> way().ask(batch));
    step.effects().forEach(effect -> run(effect, updates));
    updates.askAll();
    tellHandled();
    gather();
    wakeLater();
    return this;
  }

  // Rounds of matching.

  private void gather() {
    if (!gathering && state.roundDue()) {
      gathering = true;
      timers.startSingleTimer(Self.BEGIN_ROUND, GATHER);
    }
  }

  private Behavior<Object> onBeginRound() {
    gathering = false;
    if (!state.roundDue()) {
      return this;
    }
    Instant now = clock.instant();
    var begun = state.beginRound(now, this::enforced);
    state = begun.state();
    slices.begin(begun.input(), new Context(now, Cause.internal("scheduler"), ids));
    return onNextSlice();
  }

  private Behavior<Object> onNextSlice() {
    var result = slices.next();
    if (result.isEmpty()) {
      getContext().getSelf().tell(Self.NEXT_SLICE);
      return this;
    }
    Metrics.time("debug.mesos.offers.matching-duration", Duration.ofNanos(slices.nanos()));
    show();
    return hear(new SchedulerInput.RoundDone(result.get()));
  }

  private boolean enforced(AppId appId) {
    int slash = appId.path().indexOf('/', 1);
    return slash > 0 && enforcing.contains(new GroupId(appId.path().substring(0, slash)));
  }

  // What it does.

  private void run(SchedulerEffect effect, StatusBatches updates) {
    if (effect instanceof SchedulerEffect.Call call) {
      send(call.call());
    } else if (effect instanceof SchedulerEffect.Handled) {
      handled++;
    } else if (effect instanceof SchedulerEffect.AskStatus ask) {
      updates.add(ask);
    } else if (effect instanceof SchedulerEffect.AskProvision ask) {
      updates.askFirst(ask.ledger());
      way().ask(ask);
    } else if (effect instanceof SchedulerEffect.AskLive ask) {
      updates.askFirst(ask.ledger());
      way().ask(ask);
    } else if (effect instanceof SchedulerEffect.Announce announce) {
      ports.facts().tell(announce.event());
    } else if (effect instanceof SchedulerEffect.Note note) {
      getContext().getLog().info("scheduler: {}", note.text());
    } else if (effect instanceof SchedulerEffect.End end) {
      getContext().getLog().error("scheduler: {}", end.fatal());
      ports.fatal().tell(end.fatal());
    } else {
      throw new Unhandled(effect);
    }
  }

  private void tellHandled() {
    if (handled > 0) {
      client.tell(new MesosClient.Handled(handled));
      handled = 0;
    }
  }

  private void send(MesosCall call) {
    MesosMetrics.sent(call);
    if (call instanceof MesosCall.Acknowledge) {
      client.tell(new MesosClient.Send(call, Optional.empty())); // Mesos repeats the update.
      return;
    }
    getContext()
        .ask(
            CallResult.class,
            client,
            MesosMetrics.PATIENCE,
            replyTo -> new MesosClient.Send(call, Optional.of(replyTo)),
            (result, failure) -> callResult(call, result));
  }

  private LedgerWay way() {
    return ledgers.orElseThrow(() -> new IllegalStateException("not started"));
  }

  /** A result that does not come means the same as one that says so. */
  private static Object callResult(MesosCall call, CallResult result) {
    if (result instanceof CallResult.Accepted) {
      return Self.NOTHING;
    }
    if (result instanceof CallResult.Refused refused) {
      return new Heard(new SchedulerInput.CallFailed(call, true, refused.message()));
    }
    String reason = result instanceof CallResult.Failed failed ? failed.reason() : "no answer";
    return new Heard(new SchedulerInput.CallFailed(call, false, reason));
  }

  // Time and views.

  private void wakeLater() {
    var next = state.nextWake();
    if (next.isEmpty() || (wakeAt.isPresent() && !next.get().isBefore(wakeAt.get()))) {
      return;
    }
    wakeAt = next;
    var wait = Duration.between(clock.instant(), next.get());
    timers.startSingleTimer(Self.WAKE, wait.isNegative() ? Duration.ZERO : wait);
  }

  private void show() {
    if (!showing) {
      showing = true;
      timers.startSingleTimer(Self.SHOW_QUEUE, SHOW_EVERY);
    }
  }

  private Behavior<Object> onShowQueue() {
    showing = false;
    ports.queue().tell(state.queue());
    return this;
  }
}
