package dev.marathon.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.marathon.base.Cause;
import dev.marathon.base.GroupId;
import dev.marathon.config.Settings;
import dev.marathon.deployment.actor.Retry;
import dev.marathon.events.actor.EventHub;
import dev.marathon.framework.FrameworkCommand;
import dev.marathon.framework.FrameworkState;
import dev.marathon.health.actor.HealthActor;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.mesos.client.MesosClient;
import dev.marathon.metrics.Metrics;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.overview.Fact;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Held;
import dev.marathon.owner.Storage;
import dev.marathon.scheduler.actor.SchedulerCommand;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/**
 * The take-over, and what comes after it: has {@link ActiveParts} started, waits until all owners
 * are recovered, then lets them act and opens the API; from then on it passes on what the parts say
 * to each other through it. Any of them failing for good ends the node; the next one, here or
 * elsewhere, begins from what is stored.
 */
final class ActiveNode extends AbstractBehavior<ActiveNode.Message> {

  /**
   * What the node gives to its root.
   *
   * @param newFrameworkId forget the old framework id, by the operator's wish
   * @param door where the API is opened
   * @param mayAct whether this node still holds the lease
   * @param end told when the process has to end
   * @param stage where it acts
   */
  record Wishes(
      Settings settings,
      Entrance entrance,
      boolean newFrameworkId,
      Door door,
      MetricsReport metrics,
      BooleanSupplier mayAct,
      Consumer<Ending> end,
      Stage stage) {

    boolean rehearses() {
      return stage == Stage.REHEARSAL;
    }
  }

  /** Where it acts. */
  enum Stage {
    /** On Mesos and the node's journal. */
    WORLD(Storage.NODE),
    /** On nothing but its own memory. */
    REHEARSAL(Storage.MEMORY);

    private final Storage storage;

    Stage(Storage storage) {
      this.storage = storage;
    }

    Storage storage() {
      return storage;
    }
  }

  sealed interface Message {
    record FrameworkKnown(Held<FrameworkState> held) implements Message {}

    /** One of the owners is there; known by its persistence id. */
    record Recovered(String owner) implements Message {}

    record FromLedger(LedgerEffect effect) implements Message {}

    record FromMesos(MesosEvent event) implements Message {}

    record Enforcing(Set<GroupId> groups) implements Message {}

    record Must(Ending ending) implements Message {}

    record InTurn(Runnable action) implements Message {}
  }

  private static final Cause CAUSE = Cause.internal("active-node");

  private final Wishes wishes;
  private final InstantSource clock = InstantSource.system();
  private final JournalState journal = new JournalState(clock);
  private final Retry<Message> retry;
  private final ActiveParts parts;
  private final Set<String> missing = ActiveParts.toRecover();
  private long epoch;
  private Set<GroupId> enforcing = Set.of();
  private Registration registration;

  static Behavior<Message> create(Wishes wishes) {
    return Behaviors.setup(context -> new ActiveNode(context, wishes));
  }

  private ActiveNode(ActorContext<Message> context, Wishes wishes) {
    super(context);
    this.wishes = wishes;
    this.retry = new Retry<>(context, Message.InTurn::new);
    var wiring = new Wiring(wishes.settings(), wishes.entrance());
    this.parts = new ActiveParts(context, wishes, wiring, clock, journal);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.FrameworkKnown.class, known -> onFramework(known.held()))
        .onMessage(Message.Recovered.class, this::onRecovered)
        .onMessage(Message.FromLedger.class, message -> onLedger(message.effect()))
        .onMessage(Message.FromMesos.class, message -> onMesos(message.event()))
        .onMessage(Message.Enforcing.class, this::onEnforcing)
        .onMessage(Message.Must.class, this::onMust)
        .onMessage(Message.InTurn.class, this::onTurn)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, stop -> onStopped())
        .build();
  }

  // The take-over.

  private Behavior<Message> onFramework(Held<FrameworkState> held) {
    if (parts.epochHasBegun()) {
      return this; // The framework's owner restarted after a failed write; all else goes on.
    }
    epoch = held.epoch();
    say("take-over: epoch " + epoch);
    parts.beginEpoch(epoch);
    Optional<String> known = held.state().frameworkId();
    if (wishes.newFrameworkId() && known.isPresent()) {
      parts
          .framework()
          .tell(
              new Ask<>(
                  new FrameworkCommand.Forget(), CAUSE, getContext().getSystem().ignoreRef()));
      known = Optional.empty();
    }
    registration =
        new Registration(
            known.isPresent(),
            () -> parts.scheduler().tell(new SchedulerCommand.Start(parts.askedLedgers())));
    parts
        .scheduler()
        .tell(
            new SchedulerCommand.Connect(
                new MesosClient.Subscribe(known, parts.wiring().framework(), Set.of())));
    return onRecovered(new Message.Recovered(ActiveParts.FRAMEWORK));
  }

  private Behavior<Message> onRecovered(Message.Recovered recovered) {
    if (missing.remove(recovered.owner()) && missing.isEmpty()) {
      begin();
    }
    return this;
  }

  /** The barrier: everything is there, from here on we act. */
  private void begin() {
    parts.scheduler().tell(new SchedulerCommand.EnforceRoles(enforcing));
    registration.takeOverIsComplete();
    parts.health().tell(new HealthActor.Begin(parts.askedLedgers()));
    parts.ledgers().forEach(ledger -> ledger.tell(new GateMessage.Begin<>()));
    parts.group().tell(new GateMessage.Begin<>());
    if (!wishes.rehearses()) {
      Metrics.history().begin();
      measure();
    }
    openTheDoor();
    say("take-over complete");
    parts.events().tell(new EventHub.Begin());
    parts.audit().tell(new EventHub.Begin());
  }

  private void measure() {
    var needs =
        new Measuring.Needs(
            parts.overview(), parts.events(), clock, parts.wiring().ledger().launchTimeout());
    getContext().watch(getContext().spawn(Measuring.create(needs), "measuring"));
  }

  private void openTheDoor() {
    var system = getContext().getSystem();
    var cluster =
        new ClusterJson(
            system, parts.wiring(), ApiWiring.version(), epoch, clock.instant(), journal);
    Runnable abdicate =
        () -> wishes.end().accept(new Ending(ExitCode.ABDICATED, "gave up leadership by request"));
    wishes.door().open(ApiWiring.handler(system, parts, wishes.metrics(), cluster, abdicate));
  }

  private void say(String what) {
    getContext().getLog().atLevel(wishes.rehearses() ? Level.DEBUG : Level.INFO).log(what);
  }

  // Afterwards.

  private Behavior<Message> onEnforcing(Message.Enforcing now) {
    enforcing = now.groups();
    parts.scheduler().tell(new SchedulerCommand.EnforceRoles(enforcing));
    return this;
  }

  private Behavior<Message> onLedger(LedgerEffect effect) {
    if (effect instanceof LedgerEffect.TargetReached reached) {
      parts.errands().tell(reached);
    } else {
      Progress.of(effect, clock.instant()).ifPresent(parts::note);
    }
    return this;
  }

  private Behavior<Message> onMesos(MesosEvent event) {
    if (event instanceof MesosEvent.Subscribed subscribed) {
      remember(subscribed.frameworkId());
      parts.note(
          new Fact.MasterFound(
              subscribed.reachedHost(),
              subscribed.reachedPort(),
              wishes
                  .settings()
                  .mesos()
                  .masterUi(subscribed.masterHost(), subscribed.masterPort())));
      parts.note(new Fact.Registered(subscribed.frameworkId()));
    } else if (event instanceof MesosEvent.Disconnected) {
      parts.note(new Fact.Disconnected());
    } else if (event instanceof MesosEvent.FrameworkMessage message) {
      parts.note(new Fact.ExecutorSpoke(message.executorId(), message.agentId(), message.data()));
    }
    return this;
  }

  /** Asked until it is stored: without its id a framework is lost with all its tasks. */
  private void remember(String frameworkId) {
    retry.<GateMessage<FrameworkCommand, FrameworkState>, FrameworkState>ask(
        parts.framework(),
        replyTo -> new Ask<>(new FrameworkCommand.Remember(frameworkId), CAUSE, replyTo),
        stored -> registration.idIsStored());
  }

  private Behavior<Message> onTurn(Message.InTurn turn) {
    turn.action().run();
    return this;
  }

  // Ends.

  private Behavior<Message> onMust(Message.Must must) {
    wishes.end().accept(must.ending());
    return this;
  }

  private Behavior<Message> onTerminated(Terminated ended) {
    wishes
        .end()
        .accept(
            new Ending(ExitCode.FAILED, "a part failed for good: " + ended.getRef().path().name()));
    return this;
  }

  /** Handed over, or told to; either way there is no second life in this process. */
  private Behavior<Message> onStopped() {
    wishes.end().accept(new Ending(ExitCode.LEADERSHIP_LOST, "another node takes over"));
    return this;
  }
}
