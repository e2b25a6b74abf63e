package dev.marathon.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.base.AppId;
import dev.marathon.events.EventLogRules;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.actor.EventHub;
import dev.marathon.framework.FrameworkRules;
import dev.marathon.group.GroupRules;
import dev.marathon.group.actor.GroupActor;
import dev.marathon.instance.LedgerRules;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.overview.actor.NewestOverview;
import dev.marathon.overview.actor.OverviewActor;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Recovered;
import dev.marathon.owner.Rules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A standby reads every now and then what it would have to read to take over, and throws it away:
 * so that the virtual machine and the connection to the store are warm when it counts, and a
 * journal that could not be read is noticed before.
 */
final class Rehearsal extends AbstractBehavior<Rehearsal.Message> {

  /** What it tells itself. */
  sealed interface Message {
    record Again() implements Message {}

    /** Is it still the time to rehearse? */
    record Look() implements Message {}

    record Read() implements Message {}

    record Unreadable(Throwable why) implements Message {}
  }

  private static final int OWNERS = AppId.LEDGERS + 2;

  /** Nobody has to wait for them at a take-over, and they are the largest. */
  private static final List<String> LOGS = List.of(EventHub.PERSISTENCE_ID, ActiveParts.AUDIT);

  private static final Duration IDLE = Duration.ofSeconds(2);

  /** So often one follows the other at first: a cold virtual machine takes three times as long. */
  private static final int WARM_UPS = 10;

  /** Then it rests for so many times as long as it took; at first, for as long. */
  private static final int WARM_PAUSE = 19;

  private static final Duration BETWEEN_WARM_UPS = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final TimerScheduler<Message> timers;
  private final Wiring wiring;
  private final Duration every;
  private final BooleanSupplier standingBy;
  private final OwnerSettings reading;
  private final Behavior<DressRehearsal.Message> dress;
  private ActorRef<Void> run;
  private Optional<ActorRef<DressRehearsal.Message>> dressed = Optional.empty();
  private int missing;
  private int done;
  private long startedNanos;

  /**
   * @param standingBy whether another node leads and the store answers: else there is nothing to
   *     rehearse
   * @param dress the rest of a take-over, once
   */
  static Behavior<Message> create(
      Wiring wiring, BooleanSupplier standingBy, Behavior<DressRehearsal.Message> dress) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Rehearsal(context, timers, wiring, standingBy, dress)));
  }

  private Rehearsal(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Wiring wiring,
      BooleanSupplier standingBy,
      Behavior<DressRehearsal.Message> dress) {
    super(context);
    this.dress = dress;
    context.setLoggerName(Rehearsal.class);
    this.timers = timers;
    this.wiring = wiring;
    this.every = wiring.settings().cluster().rehearseEvery();
    this.standingBy = standingBy;
    this.reading =
        new OwnerSettings(
            "",
            OwnerSettings.REHEARSAL,
            wiring.settings().store().snapshotEvery(),
            InstantSource.system(),
            UUID::randomUUID);
    timers.startTimerWithFixedDelay(new Message.Look(), LOOK_EVERY);
    again(IDLE);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Again.class, again -> onAgain())
        .onMessage(Message.Look.class, look -> onLook())
        .onMessage(Message.Read.class, read -> onRead())
        .onMessage(Message.Unreadable.class, this::onUnreadable)
        .build();
  }

  private Behavior<Message> onAgain() {
    stop();
    if (!standingBy.getAsBoolean()) {
      again(IDLE);
      return this;
    }
    var logs = done > 0 && done < WARM_UPS ? List.<String>of() : LOGS;
    missing = OWNERS + logs.size();
    startedNanos = System.nanoTime();
    var self = getContext().getSelf();
    run =
        getContext()
            .spawnAnonymous(run(logs, () -> self.tell(new Message.Read()), this::unreadable));
    again(LIMIT);
    return this;
  }

  /** The take-over itself must not wait for its rehearsal. */
  private Behavior<Message> onLook() {
    if (standingBy.getAsBoolean()) {
      return this;
    }
    dressed.ifPresent(getContext()::stop);
    if (run != null) {
      stop();
      again(IDLE);
    }
    return this;
  }

  /** Replaces the timer that ran: there is one. */
  private void again(Duration after) {
    timers.startSingleTimer(new Message.Again(), after);
  }

  private void unreadable(Throwable why) {
    getContext().getSelf().tell(new Message.Unreadable(why));
  }

  private void stop() {
    if (run != null) {
      getContext().stop(run);
      run = null;
    }
  }

  /** All owners, reading; they end together. */
  private Behavior<Void> run(List<String> logs, Runnable read, Consumer<Throwable> unreadable) {
    return Behaviors.setup(
        context -> {
          var overview =
              context.spawnAnonymous(
                  OverviewActor.create(InstantSource.system(), change -> {}, new NewestOverview()));
          read(
              context,
              ActiveParts.FRAMEWORK,
              new FrameworkRules(),
              state -> read.run(),
              unreadable);
          read(
              context,
              GroupActor.PERSISTENCE_ID,
              new GroupRules(wiring.group()),
              state -> {
                overview.tell(new OverviewActor.Message.GroupLoaded(state));
                read.run();
              },
              unreadable);
          var limits =
              new EventLogSettings(wiring.settings().events().retention(), ActiveParts.MAX_EVENTS);
          for (var log : logs) {
            read(context, log, new EventLogRules(limits), state -> read.run(), unreadable);
          }
          for (int i = 0; i < AppId.LEDGERS; i++) {
            int number = i;
            read(
                context,
                InstanceLedgerActor.persistenceId(number),
                new LedgerRules(LedgerSettings.DEFAULT),
                state -> {
                  overview.tell(new OverviewActor.Message.LedgerLoaded(number, state));
                  read.run();
                },
                unreadable);
          }
          return Behaviors.empty();
        });
  }

  private <C, E, S, X, R> void read(
      ActorContext<Void> context,
      String persistenceId,
      Rules<C, E, S, X, R> rules,
      Consumer<Recovered<S>> recovered,
      Consumer<Throwable> unreadable) {
    context.spawnAnonymous(
        Owner.create(
            reading.named(persistenceId),
            rules,
            new OwnerPorts<>(recovered, published -> {}, effect -> {}, unreadable)));
  }

  private Behavior<Message> onRead() {
    missing--;
    if (missing == 0) {
      stop();
      if (dressed.isEmpty()) {
        dressed = Optional.of(getContext().spawn(dress, "dress"));
      }
      done++;
      var took = Duration.ofNanos(System.nanoTime() - startedNanos);
      again(pause(done, took, every));
      getContext().getLog().debug("rehearsed a take-over in {} ms", took.toMillis());
    }
    return this;
  }

  /** A long journal is read less often: the store has others to serve. */
  static Duration pause(int done, Duration took, Duration every) {
    boolean warm = done >= WARM_UPS;
    var least = took.multipliedBy(warm ? WARM_PAUSE : 1);
    var wanted = warm ? every : BETWEEN_WARM_UPS;
    return wanted.compareTo(least) > 0 ? wanted : least;
  }

  private Behavior<Message> onUnreadable(Message.Unreadable unreadable) {
    stop();
    again(every);
    getContext().getLog().error("this node could not take over: {}", unreadable.why().getMessage());
    return this;
  }
}
