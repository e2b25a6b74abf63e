package dev.marathon.group.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import dev.marathon.app.actor.AppActor;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.app.actor.AppsSettings;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupReply;
import dev.marathon.group.GroupSettings;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.Placement;
import dev.marathon.instance.TaskStatus;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.instance.actor.LedgerPorts;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Stored;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The tree with everything that carries out what it wants: the apps, all ledgers, deployments; and
 * a world that runs tasks, if it is let. Journals are in memory and can be made to fail; time
 * passes by hand.
 */
final class Tree implements AutoCloseable {

  final ActorTestKit kit;
  final ManualTime time;
  final PersistenceTestKit journals;
  final ConcurrentLinkedQueue<DeploymentNews> news = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
  private final List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers = new ArrayList<>();
  private final ActorRef<AppsActor.Message> apps;
  private final TestProbe<Answer<GroupReply>> client;
  private final ActorRef<LedgerEffect> world;
  private volatile boolean launching = true;
  private volatile ActorRef<LedgerEffect.TargetReached> errands;
  private ActorRef<GateMessage<GroupCommand, GroupReply>> group;
  private long epoch;

  /** Ready but for the tree itself and the ledgers, which begin by {@link #begin}. */
  Tree() {
    kit =
        ActorTestKit.create(
            "tree-test",
            ManualTime.config()
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off"))
                .withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
    journals = PersistenceTestKit.create(kit.system());
    client = kit.createTestProbe();
    world = kit.spawn(world());
    apps =
        kit.spawn(
            AppsActor.create(
                new AppsSettings(50, Duration.ofMinutes(2), 100, 100),
                owner("App"),
                failure -> {}));
    for (int i = 0; i < AppId.LEDGERS; i++) {
      ledgers.add(ledger(i));
    }
  }

  private OwnerSettings owner(String id) {
    return new OwnerSettings(id, 1, 100_000, now::get, UUID::randomUUID);
  }

  private ActorRef<GateMessage<LedgerCommand, LedgerReply>> ledger(int number) {
    return kit.spawn(
        InstanceLedgerActor.create(
            owner(InstanceLedgerActor.persistenceId(number)),
            LedgerSettings.DEFAULT,
            new LedgerPorts(
                world,
                kit.spawn(
                    Behaviors.receiveMessage(
                        (LedgerEffect.TargetReached reached) -> {
                          errands.tell(reached);
                          return Behaviors.same();
                        })),
                kit.spawn(Behaviors.ignore()),
                written -> {},
                read -> {},
                failure -> {})));
  }

  /** Everything serves. */
  Tree begin() {
    ledgers.forEach(ledger -> ledger.tell(new GateMessage.Begin<>()));
    return beginTree();
  }

  /** The tree serves, the ledgers do not yet. */
  Tree beginTree() {
    group =
        kit.spawn(
            GroupActor.create(
                new OwnerSettings(
                    GroupActor.PERSISTENCE_ID, ++epoch, 100_000, now::get, UUID::randomUUID),
                new GroupSettings(100, 10_000, 10_100, 100_000, "*", false, Tree::hash, app -> 500),
                new GroupPorts(
                    apps,
                    ledgers,
                    read -> {},
                    written -> {},
                    refused -> {},
                    news::add,
                    failure -> {}),
                reached -> errands = reached));
    group.tell(new GateMessage.Begin<>());
    return this;
  }

  private static String hash(AppDefinition app) {
    return app.cmd().orElse("");
  }

  /** The tree's owner dies with its errands and lives again. */
  void treeDies() {
    kit.stop(group);
    beginTree();
  }

  ActorRef<GateMessage<LedgerCommand, LedgerReply>> ledgerOf(String app) {
    return ledgers.get(new AppId(app).ledger());
  }

  // The world of tasks.

  /** Whether wanted instances are launched; those that were announced meanwhile wait. */
  void launches(boolean does) {
    launching = does;
    if (does) {
      waiting.forEach(world::tell);
      waiting.clear();
    }
  }

  private final ConcurrentLinkedQueue<LedgerEffect> waiting = new ConcurrentLinkedQueue<>();

  private Behavior<LedgerEffect> world() {
    return Behaviors.receiveMessage(
        effect -> {
          if (!launching) {
            waiting.add(effect);
          } else if (effect instanceof LedgerEffect.AnnounceDemand announced) {
            launch(announced.demand());
          } else if (effect instanceof LedgerEffect.KillTask kill) {
            status(kill.taskId(), Condition.KILLED);
          }
          return Behaviors.same();
        });
  }

  private void launch(Demand demand) {
    var app = demand.definition();
    var config = app.versionInfo().map(info -> info.lastConfigChangeAt()).orElseGet(app::version);
    var place =
        new Placement("agent", "host", List.of(), Optional.empty(), Optional.empty(), Map.of());
    var proposals =
        IntStream.range(0, demand.fresh())
            .mapToObj(i -> new InstanceId(app.id().safe(), UUID.randomUUID()))
            .map(id -> new LedgerCommand.Proposal(id, app.id(), 1, config, place))
            .toList();
    if (!proposals.isEmpty()) {
      tell(app.id(), new LedgerCommand.Provision(proposals));
      proposals.forEach(p -> status(p.id().task(1).toString(), Condition.RUNNING));
    }
  }

  private void status(String taskId, Condition condition) {
    var status =
        new TaskStatus(
            taskId,
            condition,
            condition.taskState(),
            Optional.of("uuid"),
            Optional.of("agent"),
            "",
            "",
            now.get(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    int ledger = dev.marathon.base.TaskId.parse(taskId).orElseThrow().instance().ledger();
    ledgers.get(ledger).tell(ask(new LedgerCommand.RecordStatus(status)));
  }

  private void tell(AppId app, LedgerCommand command) {
    ledgers.get(app.ledger()).tell(ask(command));
  }

  Ask<LedgerCommand, LedgerReply> ask(LedgerCommand command) {
    return new Ask<>(command, Cause.internal("test"), kit.system().ignoreRef());
  }

  // Changes.

  static AppDefinition app(String path, String cmd, int instances) {
    return AppBuilder.of(path).cmd(cmd).instances(instances).build();
  }

  GroupReply.Accepted put(AppDefinition... definitions) {
    return accepted(change(false, definitions));
  }

  GroupReply.Accepted accepted(GroupReply reply) {
    assertThat(reply).isInstanceOf(GroupReply.Accepted.class);
    return (GroupReply.Accepted) reply;
  }

  GroupReply change(boolean force, AppDefinition... definitions) {
    var changes = new ArrayList<Change>();
    for (var definition : definitions) {
      changes.add(
          new Change.PutApp(
              definition, GroupCommand.Existence.ANY, Optional.empty(), false, List.of()));
    }
    return commit(changes, force);
  }

  GroupReply remove(String app, boolean force) {
    return commit(List.of(new Change.RemoveApp(new AppId(app))), force);
  }

  private GroupReply commit(List<Change> changes, boolean force) {
    return tell(new GroupCommand.Commit(changes, force, false, Optional.empty(), GroupId.ROOT));
  }

  GroupReply tell(GroupCommand command) {
    group.tell(new Ask<>(command, Cause.internal("test"), client.ref()));
    return ((Answer.Reply<GroupReply>) client.receiveMessage(Duration.ofSeconds(10))).value();
  }

  // What is stored.

  /** Events in the journal of the tree. */
  List<Object> tree() {
    return events(GroupActor.PERSISTENCE_ID);
  }

  List<Object> ofApp(String app) {
    return events(AppActor.persistenceId(new AppId(app)));
  }

  List<Object> ofLedger(String app) {
    return events(InstanceLedgerActor.persistenceId(new AppId(app).ledger()));
  }

  private List<Object> events(String owner) {
    return journals.persistedInStorage(owner).stream()
        .flatMap(entry -> ((JournalEntry<?>) entry).events().stream())
        .<Object>map(Stored::event)
        .toList();
  }

  static <T> List<T> only(List<Object> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  // Time. Each step lets everybody react for a moment: ManualTime sees to it.

  /** Time passes until this is so. */
  void until(Callable<Boolean> condition) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              boolean so = condition.call();
              if (!so) {
                time.timePasses(Duration.ofMillis(500));
              }
              return so;
            });
  }

  /** So much time passes, in ten steps. */
  void pass(Duration duration) {
    for (int step = 0; step < 10; step++) {
      now.updateAndGet(before -> before.plus(duration.dividedBy(10)));
      time.timePasses(duration.dividedBy(10));
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
