package dev.marathon.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.api.v2.EventRights;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.app.actor.AppsSettings;
import dev.marathon.audit.AuditRetelling;
import dev.marathon.audit.AuditTranslation;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.GroupId;
import dev.marathon.callbacks.actor.CallbacksActor;
import dev.marathon.callbacks.actor.HttpPosting;
import dev.marathon.config.Settings;
import dev.marathon.deployment.actor.Retry;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.actor.EventHub;
import dev.marathon.framework.FrameworkCommand;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkRules;
import dev.marathon.framework.FrameworkState;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupReply;
import dev.marathon.group.actor.GroupActor;
import dev.marathon.group.actor.GroupPorts;
import dev.marathon.health.actor.HealthActor;
import dev.marathon.health.actor.HealthPorts;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.instance.actor.LedgerPorts;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.mesos.client.MesosClient;
import dev.marathon.mesos.client.MesosClientActor;
import dev.marathon.metrics.Metrics;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.overview.Change;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import dev.marathon.overview.actor.NewestOverview;
import dev.marathon.overview.actor.OverviewActor;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Held;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Storage;
import dev.marathon.owner.Superseded;
import dev.marathon.scheduler.Fatal;
import dev.marathon.scheduler.QueueView;
import dev.marathon.scheduler.actor.SchedulerActor;
import dev.marathon.scheduler.actor.SchedulerCommand;
import dev.marathon.scheduler.actor.SchedulerPorts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/**
 * Root of everything that exists once in the cluster: starts the owners, waits until all of them
 * are recovered, then lets them act and opens the API. Any of them failing for good ends the node;
 * the next one, here or elsewhere, begins from what is stored.
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
      Stage stage) {}

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

    record Measure() implements Message {}

    record Measured(Optional<Overview> overview, Duration waited) implements Message {}

    record Stood(Optional<EventHub.Standing> standing, Duration waited) implements Message {}
  }

  /** Part of the storage format. */
  static final String AUDIT = "Audit";

  private static final String FRAMEWORK = "Framework";

  static final int MAX_EVENTS = 100_000;
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);
  private static final Cause CAUSE = Cause.internal("active-node");

  private final Wishes wishes;
  private final Wiring wiring;
  private final InstantSource clock = InstantSource.system();
  private final JournalState journal = new JournalState(clock);
  private final Gauges gauges = new Gauges();
  private final Declines declines = new Declines();
  private final ActorRef<GateMessage<FrameworkCommand, FrameworkState>> framework;
  private final ActorRef<OverviewActor.Message> overview;
  private final NewestOverview newest = new NewestOverview();
  private final List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers = new ArrayList<>();

  /** Told once it is stored; until then the owners read their journals. */
  private final CompletableFuture<Long> epochStored = new CompletableFuture<>();

  private final Set<String> missing = new HashSet<>();
  private final TimerScheduler<Message> timers;
  private final Retry<Message> retry;
  private final ActorRef<AppsActor.Message> apps;
  private final ActorRef<GateMessage<GroupCommand, GroupReply>> group;
  private final ActorRef<Object> scheduler;
  private final ActorRef<EventHub.Message> events;
  private final ActorRef<CallbacksActor.Message> callbacks;
  private final ActorRef<EventHub.Message> audit;
  private final ActorRef<HealthActor.Message> health;
  private ActorRef<LedgerEffect.TargetReached> errands;
  private long leadingSince;
  private long epoch;
  private Set<GroupId> enforcing = Set.of();
  private Registration registration;

  static Behavior<Message> create(Wishes wishes) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ActiveNode(context, timers, wishes)));
  }

  private ActiveNode(ActorContext<Message> context, TimerScheduler<Message> timers, Wishes wishes) {
    super(context);
    this.wishes = wishes;
    this.timers = timers;
    this.retry = new Retry<>(context, Message.InTurn::new);
    this.wiring = new Wiring(wishes.settings(), wishes.entrance());
    var ports =
        new OwnerPorts<FrameworkEvent, FrameworkState, Void>(
            read -> context.getSelf().tell(new Message.FrameworkKnown(read.held())),
            published -> {},
            effect -> {},
            this::unreadable);
    this.framework =
        watched(
            context.spawn(
                Owner.create(
                    owner(FRAMEWORK, CompletableFuture.completedFuture(OwnerSettings.NEXT_EPOCH)),
                    new FrameworkRules(),
                    ports),
                "framework"));
    framework.tell(new GateMessage.Begin<>());
    missing.add(FRAMEWORK);
    // Those who are told by the overview before it, and it before all who tell it.
    this.health = watched(context.spawn(health(), "health"));
    this.events =
        watched(
            context.spawn(
                EventHub.create(
                    owner(EventHub.PERSISTENCE_ID),
                    new EventLogSettings(wishes.settings().events().retention(), MAX_EVENTS),
                    this::unreadable),
                "events"));
    this.audit = watched(context.spawn(audit(), "audit"));
    this.overview =
        watched(context.spawn(OverviewActor.create(clock, this::tell, newest), "overview"));
    this.scheduler = watched(context.spawn(scheduler(), "scheduler"));
    this.apps =
        watched(
            context.spawn(
                AppsActor.create(AppsSettings.DEFAULT, owner("App"), this::unreadable), "apps"));
    startLedgers();
    this.group = watched(context.spawn(group(), "group"));
    this.callbacks = watched(context.spawn(callbacks(), "callbacks"));
  }

  private <T> ActorRef<T> watched(ActorRef<T> child) {
    getContext().watch(child);
    return child;
  }

  private OwnerSettings owner(String persistenceId) {
    return owner(persistenceId, epochStored);
  }

  private OwnerSettings owner(String persistenceId, CompletionStage<Long> number) {
    return new OwnerSettings(
        persistenceId,
        number,
        wishes.settings().store().snapshotEvery(),
        clock,
        UUID::randomUUID,
        wishes.mayAct(),
        journal,
        wishes.stage().storage);
  }

  private boolean rehearses() {
    return wishes.stage() == Stage.REHEARSAL;
  }

  private void say(String what) {
    getContext().getLog().atLevel(rehearses() ? Level.DEBUG : Level.INFO).log(what);
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
        .onMessage(Message.Measure.class, measure -> onMeasure())
        .onMessage(Message.Measured.class, this::onMeasured)
        .onMessage(Message.Stood.class, this::onStood)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, stop -> onStopped())
        .build();
  }

  // Start.

  private Behavior<Message> onFramework(Held<FrameworkState> held) {
    if (epochStored.isDone()) {
      return this; // The framework's owner restarted after a failed write; all else goes on.
    }
    var context = getContext();
    epoch = held.epoch();
    say("take-over: epoch " + epoch);
    epochStored.complete(epoch);
    Optional<String> known = held.state().frameworkId();
    if (wishes.newFrameworkId() && known.isPresent()) {
      framework.tell(
          new Ask<>(new FrameworkCommand.Forget(), CAUSE, context.getSystem().ignoreRef()));
      known = Optional.empty();
    }
    registration =
        new Registration(
            known.isPresent(), () -> scheduler.tell(new SchedulerCommand.Start(askedLedgers())));
    scheduler.tell(
        new SchedulerCommand.Connect(
            new MesosClient.Subscribe(known, wiring.framework(), Set.of())));
    return onRecovered(new Message.Recovered(FRAMEWORK));
  }

  private Behavior<HealthActor.Message> health() {
    return HealthActor.create(
        wishes.settings().health(),
        new HealthPorts(
            news -> note(new Fact.HealthSeen(news)),
            clock,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble()));
  }

  /** Only the tree tells it; a change is written down once, over crashes too. */
  private Behavior<EventHub.Message> audit() {
    var settings = wishes.settings().audit();
    return EventHub.create(
        owner(AUDIT),
        new EventLogSettings(settings.retention(), settings.maxEntries()),
        AuditRetelling::new,
        this::unreadable);
  }

  private Behavior<CallbacksActor.Message> callbacks() {
    var settings = wishes.settings().events();
    return CallbacksActor.create(
        new CallbacksActor.Needs(
            owner(CallbacksActor.PERSISTENCE_ID),
            events,
            new HttpPosting(
                settings.callbackTimeout(), getContext().getSystem().executionContext()),
            settings.callbackPatience(),
            settings.callbacks(),
            EventRights::masked,
            this::unreadable));
  }

  private Behavior<Object> scheduler() {
    var context = getContext();
    return SchedulerActor.create(
        new SchedulerPorts(
            subscriber ->
                rehearses()
                    ? Behaviors.ignore()
                    : MesosClientActor.create(
                        wiring.client().withMayAct(wishes.mayAct()), subscriber),
            context.messageAdapter(MesosEvent.class, Message.FromMesos::new),
            context.messageAdapter(Fatal.class, fatal -> new Message.Must(ending(fatal))),
            context.spawn(
                Behaviors.receiveMessage(
                    (QueueView queue) -> {
                      declines.since(queue).forEach(Metrics::declined);
                      newest.tell(
                          overview, new OverviewActor.Message.Noted(new Fact.QueueSeen(queue)));
                      return Behaviors.same();
                    }),
                "queue")),
        wiring.scheduler(),
        clock,
        UUID::randomUUID);
  }

  private void startLedgers() {
    var context = getContext();
    var self = context.getSelf();
    ActorRef<LedgerEffect> effects =
        context.messageAdapter(LedgerEffect.class, Message.FromLedger::new);
    for (int i = 0; i < AppId.LEDGERS; i++) {
      int number = i;
      var id = InstanceLedgerActor.persistenceId(number);
      missing.add(id);
      var ports =
          new LedgerPorts(
              scheduler.narrow(),
              effects.narrow(),
              effects,
              write ->
                  newest.tell(overview, new OverviewActor.Message.LedgerChanged(number, write)),
              read -> {
                newest.tell(overview, new OverviewActor.Message.LedgerLoaded(number, read));
                self.tell(new Message.Recovered(id));
              },
              this::unreadable);
      ledgers.add(
          watched(
              context.spawn(
                  InstanceLedgerActor.create(owner(id), wiring.ledger(), ports),
                  "ledger-" + number)));
    }
  }

  private Behavior<GateMessage<GroupCommand, GroupReply>> group() {
    var self = getContext().getSelf();
    missing.add(GroupActor.PERSISTENCE_ID);
    var ports =
        new GroupPorts(
            apps,
            ledgers,
            read -> {
              newest.tell(overview, new OverviewActor.Message.GroupLoaded(read));
              self.tell(new Message.Enforcing(Enforcement.of(read.held().state())));
              self.tell(new Message.Recovered(GroupActor.PERSISTENCE_ID));
            },
            write -> newest.tell(overview, new OverviewActor.Message.GroupChanged(write)),
            refused -> note(new Fact.ChangeRefused(refused)),
            news -> Progress.of(news).ifPresent(this::note),
            this::unreadable);
    return GroupActor.create(
        owner(GroupActor.PERSISTENCE_ID), wiring.group(), ports, reached -> errands = reached);
  }

  private Behavior<Message> onRecovered(Message.Recovered recovered) {
    if (missing.remove(recovered.owner()) && missing.isEmpty()) {
      begin();
    }
    return this;
  }

  /** The barrier: everything is there, from here on we act. */
  private void begin() {
    var asked = askedLedgers();
    scheduler.tell(new SchedulerCommand.EnforceRoles(enforcing));
    registration.takeOverIsComplete();
    health.tell(new HealthActor.Begin(asked));
    ledgers.forEach(ledger -> ledger.tell(new GateMessage.Begin<>()));
    group.tell(new GateMessage.Begin<>());
    if (!rehearses()) {
      Metrics.history().begin();
      leadingSince = System.nanoTime();
      timers.startTimerWithFixedDelay(new Message.Measure(), MEASURE_EVERY);
    }
    wishes
        .door()
        .open(
            ApiWiring.handler(
                getContext().getSystem(),
                wiring,
                new ApiWiring.Parts(
                    group,
                    apps,
                    ledgers,
                    overview,
                    newest,
                    events,
                    callbacks,
                    audit,
                    wishes.metrics(),
                    new ClusterJson(
                        getContext().getSystem(),
                        wiring,
                        ApiWiring.version(),
                        epoch,
                        clock.instant(),
                        journal)),
                () ->
                    wishes
                        .end()
                        .accept(new Ending(ExitCode.ABDICATED, "gave up leadership by request"))));
    say("take-over complete");
    events.tell(new EventHub.Begin());
    audit.tell(new EventHub.Begin());
  }

  private List<ActorRef<Ask<LedgerCommand, LedgerReply>>> askedLedgers() {
    return ledgers.stream()
        .map(ledger -> ledger.<Ask<LedgerCommand, LedgerReply>>unsafeUpcast())
        .toList();
  }

  // Afterwards.

  private void note(Fact fact) {
    newest.tell(overview, new OverviewActor.Message.Noted(fact));
  }

  /** Called on the overview's thread. */
  private void tell(Change change) {
    EventHub.Message.of(change).ifPresent(events::tell);
    HealthFeed.of(change).ifPresent(health::tell);
    if (change instanceof Change.LedgerWritten written) {
      Gauges.ran(written);
    }
    if (change instanceof Change.OwnerRead read && read.owner().equals(GroupActor.PERSISTENCE_ID)) {
      audit.tell(new EventHub.Stored(read.owner(), read.sequence(), read.sequence(), List.of()));
    }
    if (change instanceof Change.GroupWritten written) {
      Metrics.count(
          "deployments",
          written.write().events().stream()
              .filter(stored -> stored.event() instanceof GroupEvent.ChangeCommitted)
              .count());
      audit.tell(
          EventHub.Stored.of(written.write(), AuditTranslation.of(written.write().events())));
      var now = Enforcement.of(written.after().group());
      if (!now.equals(Enforcement.of(written.before().group()))) {
        getContext().getSelf().tell(new Message.Enforcing(now));
      }
    }
  }

  private Behavior<Message> onEnforcing(Message.Enforcing now) {
    enforcing = now.groups();
    scheduler.tell(new SchedulerCommand.EnforceRoles(enforcing));
    return this;
  }

  private Behavior<Message> onLedger(LedgerEffect effect) {
    if (effect instanceof LedgerEffect.TargetReached reached) {
      errands.tell(reached);
    } else {
      Progress.of(effect, clock.instant()).ifPresent(this::note);
    }
    return this;
  }

  private Behavior<Message> onMesos(MesosEvent event) {
    if (event instanceof MesosEvent.Subscribed subscribed) {
      remember(subscribed.frameworkId());
      note(
          new Fact.MasterFound(
              subscribed.masterHost(),
              subscribed.masterPort(),
              wishes
                  .settings()
                  .mesos()
                  .leaderUiUrl()
                  .orElse(
                      "http://" + subscribed.masterHost() + ":" + subscribed.masterPort() + "/")));
      note(new Fact.Registered(subscribed.frameworkId()));
    } else if (event instanceof MesosEvent.Disconnected) {
      note(new Fact.Disconnected());
    } else if (event instanceof MesosEvent.FrameworkMessage message) {
      note(new Fact.ExecutorSpoke(message.executorId(), message.agentId(), message.data()));
    }
    return this;
  }

  /** Asked until it is stored: without its id a framework is lost with all its tasks. */
  private void remember(String frameworkId) {
    retry.<GateMessage<FrameworkCommand, FrameworkState>, FrameworkState>ask(
        framework,
        replyTo -> new Ask<>(new FrameworkCommand.Remember(frameworkId), CAUSE, replyTo),
        stored -> registration.idIsStored());
  }

  private Behavior<Message> onTurn(Message.InTurn turn) {
    turn.action().run();
    return this;
  }

  private Behavior<Message> onMeasure() {
    long asked = System.nanoTime();
    getContext()
        .ask(
            Overview.class,
            overview,
            MEASURE_EVERY,
            OverviewActor.Message.Read::new,
            (read, late) -> new Message.Measured(Optional.ofNullable(read), waited(asked)));
    getContext()
        .ask(
            EventHub.Standing.class,
            events,
            MEASURE_EVERY,
            EventHub.Stand::new,
            (standing, late) -> new Message.Stood(Optional.ofNullable(standing), waited(asked)));
    return this;
  }

  private static Duration waited(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Whoever is too busy to answer keeps the numbers of the time before. */
  private Behavior<Message> onMeasured(Message.Measured measured) {
    Metrics.time("debug.actors.overview.delay", measured.waited());
    var overdue = clock.instant().minus(wiring.ledger().launchTimeout());
    measured.overview().ifPresent(seen -> gauges.show(seen, overdue));
    Metrics.seconds("leadership.duration", (System.nanoTime() - leadingSince) / 1e9);
    return this;
  }

  private Behavior<Message> onStood(Message.Stood stood) {
    Metrics.time("debug.actors.events.delay", stood.waited());
    stood.standing().ifPresent(Gauges::show);
    return this;
  }

  // Ends.

  private void unreadable(Throwable failure) {
    getContext()
        .getSelf()
        .tell(
            new Message.Must(
                failure instanceof Superseded
                    ? new Ending(ExitCode.LEADERSHIP_LOST, failure.getMessage())
                    : new Ending(
                        ExitCode.FAILED, "the journal cannot be read: " + failure.getMessage())));
  }

  private static Ending ending(Fatal fatal) {
    return switch (fatal.kind()) {
      case FAILED_OVER ->
          new Ending(ExitCode.FAILED_OVER, "another instance took the framework over at Mesos");
      case FRAMEWORK_REMOVED ->
          new Ending(
              ExitCode.FRAMEWORK_REMOVED,
              "Mesos removed the framework; start once with --new-framework-id to go on");
      case REFUSED ->
          new Ending(
              ExitCode.SUBSCRIPTION_REFUSED, "Mesos refuses the subscription: " + fatal.message());
    };
  }

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
