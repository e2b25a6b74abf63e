package dev.marathon.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.marathon.api.v2.EventRights;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.app.actor.AppsSettings;
import dev.marathon.audit.AuditRetelling;
import dev.marathon.base.AppId;
import dev.marathon.callbacks.actor.CallbacksActor;
import dev.marathon.callbacks.actor.HttpPosting;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.actor.EventHub;
import dev.marathon.framework.FrameworkCommand;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkRules;
import dev.marathon.framework.FrameworkState;
import dev.marathon.group.GroupCommand;
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
import dev.marathon.mesos.client.MesosClientActor;
import dev.marathon.metrics.Metrics;
import dev.marathon.overview.Fact;
import dev.marathon.overview.actor.NewestOverview;
import dev.marathon.overview.actor.OverviewActor;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.scheduler.Fatal;
import dev.marathon.scheduler.QueueView;
import dev.marathon.scheduler.actor.SchedulerActor;
import dev.marathon.scheduler.actor.SchedulerPorts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What exists once in the cluster: starts each part and wires it to the others. What they have to
 * say to their root they tell it as its messages; the end of any of them is a signal to it.
 */
final class ActiveParts {

  /** Part of the storage format. */
  static final String AUDIT = "Audit";

  static final String FRAMEWORK = "Framework";

  static final int MAX_EVENTS = 100_000;

  private final ActorContext<ActiveNode.Message> context;
  private final ActorRef<ActiveNode.Message> root;
  private final ActiveNode.Wishes wishes;
  private final Wiring wiring;
  private final InstantSource clock;
  private final JournalState journal;

  /** Told once it is stored; until then the owners read their journals. */
  private final CompletableFuture<Long> epoch = new CompletableFuture<>();

  private final NewestOverview newest = new NewestOverview();
  private final ActorRef<GateMessage<FrameworkCommand, FrameworkState>> framework;
  private final ActorRef<HealthActor.Message> health;
  private final ActorRef<EventHub.Message> events;
  private final ActorRef<EventHub.Message> audit;
  private final ActorRef<OverviewActor.Message> overview;
  private final ActorRef<Object> scheduler;
  private final ActorRef<AppsActor.Message> apps;
  private final List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers = new ArrayList<>();
  private final ActorRef<GateMessage<GroupCommand, GroupReply>> group;
  private final ActorRef<CallbacksActor.Message> callbacks;

  /** Written by the group's thread, before it says that it is read. */
  private ActorRef<LedgerEffect.TargetReached> errands;

  /**
   * @param context of the root
   * @param journal told how writing goes
   */
  ActiveParts(
      ActorContext<ActiveNode.Message> context,
      ActiveNode.Wishes wishes,
      Wiring wiring,
      InstantSource clock,
      JournalState journal) {
    this.context = context;
    this.root = context.getSelf();
    this.wishes = wishes;
    this.wiring = wiring;
    this.clock = clock;
    this.journal = journal;
    this.framework = start(frameworkOwner(), "framework");
    framework.tell(new GateMessage.Begin<>());
    // Those who are told by the overview before it, and it before all who tell it.
    this.health = start(healthChecks(), "health");
    this.events = start(eventLog(), "events");
    this.audit = start(auditLog(), "audit");
    var feed =
        new ChangeFeed(
            events, audit, health, now -> root.tell(new ActiveNode.Message.Enforcing(now)));
    this.overview = start(OverviewActor.create(clock, feed, newest), "overview");
    this.scheduler = start(mesosScheduler(), "scheduler");
    this.apps =
        start(AppsActor.create(AppsSettings.DEFAULT, owner("App"), this::unreadable), "apps");
    startLedgers();
    this.group = start(tree(), "group");
    this.callbacks = start(callbackEndpoints(), "callbacks");
  }

  private <T> ActorRef<T> start(Behavior<T> behavior, String name) {
    var part = context.spawn(behavior, name);
    context.watch(part);
    return part;
  }

  private void unreadable(Throwable failure) {
    root.tell(new ActiveNode.Message.Must(Ending.unreadable(failure)));
  }

  private OwnerSettings owner(String persistenceId) {
    return owner(persistenceId, epoch);
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
        wishes.stage().storage());
  }

  private Behavior<GateMessage<FrameworkCommand, FrameworkState>> frameworkOwner() {
    return Owner.create(
        owner(FRAMEWORK, CompletableFuture.completedFuture(OwnerSettings.NEXT_EPOCH)),
        new FrameworkRules(),
        new OwnerPorts<FrameworkEvent, FrameworkState, Void>(
            read -> root.tell(new ActiveNode.Message.FrameworkKnown(read.held())),
            published -> {},
            effect -> {},
            this::unreadable));
  }

  private Behavior<HealthActor.Message> healthChecks() {
    return HealthActor.create(
        wishes.settings().health(),
        new HealthPorts(
            news -> note(new Fact.HealthSeen(news)),
            clock,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble()));
  }

  private Behavior<EventHub.Message> eventLog() {
    return EventHub.create(
        owner(EventHub.PERSISTENCE_ID),
        new EventLogSettings(wishes.settings().events().retention(), MAX_EVENTS),
        this::unreadable);
  }

  /** Only the tree tells it; a change is written down once, over crashes too. */
  private Behavior<EventHub.Message> auditLog() {
    var settings = wishes.settings().audit();
    return EventHub.create(
        owner(AUDIT),
        new EventLogSettings(settings.retention(), settings.maxEntries()),
        AuditRetelling::new,
        this::unreadable);
  }

  private Behavior<CallbacksActor.Message> callbackEndpoints() {
    var settings = wishes.settings().events();
    return CallbacksActor.create(
        new CallbacksActor.Needs(
            owner(CallbacksActor.PERSISTENCE_ID),
            events,
            new HttpPosting(settings.callbackTimeout(), context.getSystem().executionContext()),
            settings.callbackPatience(),
            settings.callbacks(),
            EventRights::masked,
            this::unreadable));
  }

  private Behavior<Object> mesosScheduler() {
    return SchedulerActor.create(
        new SchedulerPorts(
            subscriber ->
                wishes.rehearses()
                    ? Behaviors.ignore()
                    : MesosClientActor.create(
                        wiring.client().withMayAct(wishes.mayAct()), subscriber),
            context.messageAdapter(MesosEvent.class, ActiveNode.Message.FromMesos::new),
            context.messageAdapter(
                Fatal.class, fatal -> new ActiveNode.Message.Must(Ending.of(fatal))),
            context.spawn(queue(), "queue")),
        wiring.scheduler(),
        clock,
        UUID::randomUUID);
  }

  private Behavior<QueueView> queue() {
    var declines = new Declines();
    return Behaviors.receiveMessage(
        queue -> {
          declines.since(queue).forEach(Metrics::declined);
          note(new Fact.QueueSeen(queue));
          return Behaviors.same();
        });
  }

  private void startLedgers() {
    ActorRef<LedgerEffect> effects =
        context.messageAdapter(LedgerEffect.class, ActiveNode.Message.FromLedger::new);
    for (int i = 0; i < AppId.LEDGERS; i++) {
      int number = i;
      var id = InstanceLedgerActor.persistenceId(number);
      var ports =
          new LedgerPorts(
              scheduler.narrow(),
              effects.narrow(),
              effects,
              write -> tellOverview(new OverviewActor.Message.LedgerChanged(number, write)),
              read -> {
                tellOverview(new OverviewActor.Message.LedgerLoaded(number, read));
                root.tell(new ActiveNode.Message.Recovered(id));
              },
              this::unreadable);
      ledgers.add(
          start(InstanceLedgerActor.create(owner(id), wiring.ledger(), ports), "ledger-" + number));
    }
  }

  private Behavior<GateMessage<GroupCommand, GroupReply>> tree() {
    var ports =
        new GroupPorts(
            apps,
            ledgers,
            read -> {
              tellOverview(new OverviewActor.Message.GroupLoaded(read));
              root.tell(new ActiveNode.Message.Enforcing(Enforcement.of(read.held().state())));
              root.tell(new ActiveNode.Message.Recovered(GroupActor.PERSISTENCE_ID));
            },
            write -> tellOverview(new OverviewActor.Message.GroupChanged(write)),
            refused -> note(new Fact.ChangeRefused(refused)),
            news -> Progress.of(news).ifPresent(this::note),
            this::unreadable);
    return GroupActor.create(
        owner(GroupActor.PERSISTENCE_ID), wiring.group(), ports, reached -> errands = reached);
  }

  private void tellOverview(OverviewActor.Message.Changing message) {
    newest.tell(overview, message);
  }

  /** From any thread. */
  void note(Fact fact) {
    tellOverview(new OverviewActor.Message.Noted(fact));
  }

  /** Lets the owners begin: their writes are of this epoch. */
  void beginEpoch(long number) {
    epoch.complete(number);
  }

  boolean epochHasBegun() {
    return epoch.isDone();
  }

  /** Persistence ids of those whom the take-over waits for. */
  static Set<String> toRecover() {
    var ids = new HashSet<>(Set.of(FRAMEWORK, GroupActor.PERSISTENCE_ID));
    for (int i = 0; i < AppId.LEDGERS; i++) {
      ids.add(InstanceLedgerActor.persistenceId(i));
    }
    return ids;
  }

  Wiring wiring() {
    return wiring;
  }

  ActorRef<GateMessage<FrameworkCommand, FrameworkState>> framework() {
    return framework;
  }

  ActorRef<Object> scheduler() {
    return scheduler;
  }

  ActorRef<GateMessage<GroupCommand, GroupReply>> group() {
    return group;
  }

  ActorRef<AppsActor.Message> apps() {
    return apps;
  }

  List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers() {
    return ledgers;
  }

  List<ActorRef<Ask<LedgerCommand, LedgerReply>>> askedLedgers() {
    return ledgers.stream()
        .map(ledger -> ledger.<Ask<LedgerCommand, LedgerReply>>unsafeUpcast())
        .toList();
  }

  /** Where a ledger's reached targets are to be reported; once the group is read. */
  ActorRef<LedgerEffect.TargetReached> errands() {
    return errands;
  }

  ActorRef<OverviewActor.Message> overview() {
    return overview;
  }

  NewestOverview newest() {
    return newest;
  }

  ActorRef<EventHub.Message> events() {
    return events;
  }

  ActorRef<EventHub.Message> audit() {
    return audit;
  }

  ActorRef<CallbacksActor.Message> callbacks() {
    return callbacks;
  }

  ActorRef<HealthActor.Message> health() {
    return health;
  }
}
