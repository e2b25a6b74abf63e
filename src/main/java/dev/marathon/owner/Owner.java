package dev.marathon.owner;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The event-sourced shell of every owner. It folds each command of a batch on the state that the
 * one before left, stores all their events in one write, and only then publishes them, runs the
 * effects and answers, in order.
 *
 * <p>Life: recover; store {@link JournalEntry.EpochBegan}; tell {@code recovered}; wait for {@link
 * GateMessage.Begin}; run the effects that follow from state; serve batches.
 *
 * <p>A failed write restarts the actor from the journal. If that shows a newer epoch, another node
 * has taken over meanwhile ({@link Superseded}): nothing is written any more.
 */
public final class Owner<C, E, S, X, R>
    extends EventSourcedBehavior<Owner.Message<C, R>, JournalEntry<E>, Held<S>> {

  /** What the gate sends. */
  sealed interface Message<C, R> {
    record Batch<C, R>(List<Ask<C, R>> asks) implements Message<C, R> {}

    /** The journal was read, and the epoch is known. */
    record Recovered<C, R>(long epoch) implements Message<C, R> {}

    record Begin<C, R>() implements Message<C, R> {}

    /** Time to see whether it rests: whether this is still the number of its last record. */
    record Look<C, R>(long sequence) implements Message<C, R> {}
  }

  private final OwnerSettings settings;
  private final Rules<C, E, S, X, R> rules;
  private final OwnerPorts<E, S, X> ports;
  private final ActorRef<GateMessage<C, R>> gate;
  private final ActorContext<Message<C, R>> context;

  /** Epoch of this node once it is stored; the actor restarts after a failed write, this stays. */
  private long begunEpoch;

  private final Replay replay = new Replay();
  private final SnapshotPace pace;
  private long deletions;
  private boolean looking;

  /**
   * States after each record that is about to be stored. Deciding needs them, and Akka asks for the
   * same again before it stores the records of a command.
   */
  private final Deque<Held<S>> ahead = new ArrayDeque<>();

  /** The gate of a new owner; its asks are answered after {@link GateMessage.Begin}. */
  public static <C, E, S, X, R> Behavior<GateMessage<C, R>> create(
      OwnerSettings settings, Rules<C, E, S, X, R> rules, OwnerPorts<E, S, X> ports) {
    return Gate.create(
        gate -> Behaviors.setup(context -> new Owner<>(settings, rules, ports, gate, context)));
  }

  private Owner(
      OwnerSettings settings,
      Rules<C, E, S, X, R> rules,
      OwnerPorts<E, S, X> ports,
      ActorRef<GateMessage<C, R>> gate,
      ActorContext<Message<C, R>> context) {
    super(
        PersistenceId.ofUniqueId(settings.persistenceId()),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1)
            .withStashCapacity(OwnerSettings.GATE_CAPACITY));
    this.settings = settings;
    this.rules = rules;
    this.ports = ports;
    this.gate = gate;
    this.context = context;
    this.pace = new SnapshotPace(settings.snapshotEvery());
  }

  @Override
  public Held<S> emptyState() {
    return new Held<>(rules.empty(), 0);
  }

  @Override
  public CommandHandler<Message<C, R>, JournalEntry<E>, Held<S>> commandHandler() {
    return (held, message) -> {
      if (message instanceof Message.Recovered<C, R> recovered
          && recovered.epoch() == OwnerSettings.REHEARSAL) {
        rules.onRecovered(held.state(), context()); // What a take-over would do is thrown away.
        tellRecovered(held);
        return Effect().none();
      }
      if (!settings.mayAct().getAsBoolean()) {
        return Effect().none(); // Another node leads, or will; this one is ending.
      }
      if (message instanceof Message.Batch<C, R> batch) {
        return onBatch(held, batch.asks());
      }
      if (message instanceof Message.Recovered<C, R> recovered) {
        return onRecovered(held, epoch(recovered.epoch(), held.epoch()));
      }
      if (message instanceof Message.Look<C, R> look) {
        return onLook(held, look.sequence());
      }
      rules.onRecovered(held.state(), context()).forEach(ports.effects());
      gate.tell(new GateMessage.Ready<>());
      lookLater();
      return Effect().none();
    };
  }

  @Override
  public EventHandler<Held<S>, JournalEntry<E>> eventHandler() {
    return (held, entry) -> {
      entry.events().forEach(stored -> pace.happened(rules.changes(stored.event())));
      var known = ahead.poll();
      if (known != null) {
        return known;
      }
      replay.check(held.epoch() == 0, lastSequenceNumber(context));
      if (entry instanceof JournalEntry.EpochBegan<E> begun) {
        return new Held<>(held.state(), begun.epoch());
      }
      var after = held;
      for (var stored : entry.events()) {
        after = new Held<>(rules.apply(after.state(), stored.event()), stored.epoch());
      }
      return after;
    };
  }

  @Override
  public SignalHandler<Held<S>> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            held -> {
              replay.end();
              deletions = lastSequenceNumber(context) / deleteEvery();
              context.pipeToSelf(
                  settings.epoch(), (epoch, never) -> new Message.Recovered<>(epoch));
            })
        .onSignal(
            PreRestart.class,
            (held, restart) -> {
              settings.watch().failed();
              ahead.clear();
              replay.begin();
              pace.begin();
              gate.tell(new GateMessage.Failed<>());
            })
        .onSignal(RecoveryFailed.class, (held, failed) -> onRecoveryFailed(failed.getFailure()))
        .build();
  }

  @Override
  public String journalPluginId() {
    return settings.storage().journal();
  }

  @Override
  public String snapshotPluginId() {
    return settings.storage().snapshots();
  }

  /** What is older than the last but one of these snapshots is deleted. */
  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(deleteEvery(), 2).withDeleteEventsOnSnapshot();
  }

  private int deleteEvery() {
    return settings.snapshotEvery() * OwnerSettings.SNAPSHOTS_PER_DELETION;
  }

  /** Snapshots between those, for a fast recovery; not asked where one of those is due. */
  @Override
  public boolean shouldSnapshot(Held<S> held, JournalEntry<E> entry, long sequence) {
    long before = sequence / deleteEvery();
    if (before > deletions || entry instanceof JournalEntry.Rested<E>) {
      deletions = before;
      pace.taken();
      return entry instanceof JournalEntry.Rested<E>;
    }
    return pace.due(() -> rules.entries(held.state()));
  }

  /** A store that is away is tried again; a journal that cannot be read ends the node. */
  private void onRecoveryFailed(Throwable failure) {
    if (!StoreAway.is(failure)) {
      ports
          .unreadable()
          .accept(
              new UnreadableJournal(
                  settings.persistenceId(), lastSequenceNumber(context) + 1, failure));
    }
  }

  private Effect<JournalEntry<E>, Held<S>> onRecovered(Held<S> before, long epoch) {
    if (before.epoch() > epoch) {
      ports.unreadable().accept(new Superseded(settings.persistenceId(), epoch, before.epoch()));
      return Effect().none();
    }
    return Effect()
        .persist(new JournalEntry.EpochBegan<E>(epoch, settings.clock().instant()))
        .thenRun(
            (Held<S> held) -> {
              begunEpoch = epoch;
              tellRecovered(held);
              gate.tell(new GateMessage.Restarted<>());
            });
  }

  private void tellRecovered(Held<S> held) {
    ports
        .recovered()
        .accept(new Recovered<>(settings.persistenceId(), held, lastSequenceNumber(context)));
  }

  /** An owner that counts by itself counts once per node, not once per failed write. */
  private long epoch(long given, long stored) {
    if (given != OwnerSettings.NEXT_EPOCH) {
      return given;
    }
    return begunEpoch == 0 ? stored + 1 : begunEpoch;
  }

  private Effect<JournalEntry<E>, Held<S>> onBatch(Held<S> held, List<Ask<C, R>> asks) {
    var now = settings.clock().instant();
    var events = new ArrayList<Stored<E>>();
    var states = new ArrayList<S>();
    var effects = new ArrayList<X>();
    var replies = new ArrayList<R>(asks.size());
    S state = held.state();
    for (var ask : asks) {
      var folded = rules.fold(state, ask.command(), new Context(now, ask.cause(), settings.ids()));
      var decision = folded.decision();
      for (E event : decision.events()) {
        events.add(new Stored<>(event, now, held.epoch(), ask.cause()));
      }
      states.addAll(folded.states());
      state = states.isEmpty() ? state : states.get(states.size() - 1);
      effects.addAll(decision.effects());
      replies.add(decision.reply());
    }
    var records = StoredTogether.records(events);
    int told = 0;
    for (var record : records) {
      told += record.events().size();
      ahead.add(new Held<>(states.get(told - 1), held.epoch()));
    }
    Runnable afterwards =
        () -> {
          if (!events.isEmpty()) {
            publish(records.size(), events, states);
          }
          effects.forEach(ports.effects());
          for (int i = 0; i < asks.size(); i++) {
            asks.get(i).replyTo().tell(new Answer.Reply<>(replies.get(i)));
          }
          gate.tell(new GateMessage.Ready<>());
          lookLater();
        };
    if (events.isEmpty()) {
      return Effect().none().thenRun(afterwards::run);
    }
    long begun = System.nanoTime();
    return Effect()
        .persist(records)
        .thenRun(
            () -> {
              settings.watch().wrote(events.size(), Duration.ofNanos(System.nanoTime() - begun));
              afterwards.run();
            });
  }

  private void publish(int records, List<Stored<E>> events, List<S> states) {
    long last = lastSequenceNumber(context);
    ports
        .published()
        .accept(
            new Published<>(settings.persistenceId(), last - records + 1, last, events, states));
  }

  private void lookLater() {
    if (!looking && pace.maybeDueAtRest()) {
      looking = true;
      context.scheduleOnce(
          settings.restAfter(), context.getSelf(), new Message.Look<>(lastSequenceNumber(context)));
    }
  }

  /** Who rests takes a snapshot, so that little has to be replayed at the next start. */
  private Effect<JournalEntry<E>, Held<S>> onLook(Held<S> before, long sequence) {
    looking = false;
    if (sequence != lastSequenceNumber(context)) {
      lookLater();
      return Effect().none();
    }
    if (!pace.dueAtRest(rules.entries(before.state()))) {
      return Effect().none();
    }
    return Effect()
        .persist(new JournalEntry.Rested<E>(settings.clock().instant()))
        .thenRun((Held<S> held) -> publish(1, List.of(), List.of(held.state())));
  }

  private Context context() {
    return new Context(settings.clock().instant(), Cause.internal("take-over"), settings.ids());
  }
}
