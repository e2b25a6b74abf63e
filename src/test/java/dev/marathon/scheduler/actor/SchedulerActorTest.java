package dev.marathon.scheduler.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.Placement;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.instance.actor.LedgerPorts;
import dev.marathon.mesos.FrameworkSettings;
import dev.marathon.mesos.LaunchSettings;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.mesos.client.MasterSource;
import dev.marathon.mesos.client.MesosClient;
import dev.marathon.mesos.client.MesosClientActor;
import dev.marathon.mesos.client.MesosClientSettings;
import dev.marathon.mesos.client.ScriptedMaster;
import dev.marathon.mesos.client.ScriptedMaster.Request;
import dev.marathon.offer.MatchSettings;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.scheduler.Fatal;
import dev.marathon.scheduler.ReconcileSettings;
import dev.marathon.scheduler.SchedulerSettings;
import dev.marathon.spec.AppBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scheduler with its client and all ledgers, against a master that the test plays. */
class SchedulerActorTest {

  private static final AppId APP = new AppId("/web");
  private static final Version V1 = new Version(Instant.EPOCH);
  private static final String FRAMEWORK = "m1-0000";
  private static final ReconcileSettings RECONCILE =
      new ReconcileSettings(
          1_000,
          Duration.ofMillis(50),
          Duration.ofMillis(300),
          Duration.ofSeconds(9),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));

  private ActorTestKit kit;
  private ScriptedMaster master;
  private TestProbe<MesosEvent> facts;
  private TestProbe<Fatal> fatal;
  private TestProbe<Answer<LedgerReply>> answers;
  private ActorRef<Object> scheduler;
  private final List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    kit =
        ActorTestKit.create(
            "scheduler-test",
            PersistenceTestKitPlugin.config()
                .withFallback(
                    ConfigFactory.parseString(
                        "akka.actor.provider = local, akka.persistence.testkit.events.serialize ="
                            + " off"))
                .withFallback(ConfigFactory.load()));
    master = new ScriptedMaster();
    facts = kit.createTestProbe();
    fatal = kit.createTestProbe();
    answers = kit.createTestProbe();
    scheduler =
        kit.spawn(
            SchedulerActor.create(
                new SchedulerPorts(
                    subscriber -> MesosClientActor.create(client(), subscriber),
                    facts.ref(),
                    fatal.ref(),
                    kit.<dev.marathon.scheduler.QueueView>createTestProbe().ref()),
                settings(),
                InstantSource.system(),
                UUID::randomUUID));
    ActorRef<LedgerEffect> effects = scheduler.narrow();
    ActorRef<Object> ignored = kit.createTestProbe().ref();
    for (int i = 0; i < AppId.LEDGERS; i++) {
      ledgers.add(
          kit.spawn(
              InstanceLedgerActor.create(
                  new OwnerSettings(
                      InstanceLedgerActor.persistenceId(i),
                      1,
                      100_000,
                      InstantSource.system(),
                      UUID::randomUUID),
                  LedgerSettings.DEFAULT,
                  new LedgerPorts(
                      effects,
                      ignored.narrow(),
                      ignored.narrow(),
                      written -> {},
                      read -> {},
                      failure -> {}))));
      ledgers.get(i).tell(new GateMessage.Begin<>());
    }
  }

  private MesosClientSettings client() {
    return new MesosClientSettings(
        MasterSource.parse(master.url(), false),
        Optional.empty(),
        Optional.empty(),
        LaunchSettings.defaults(),
        5,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        3,
        1_000,
        256,
        1_000_000,
        () -> true);
  }

  private static SchedulerSettings settings() {
    var defaults = SchedulerSettings.DEFAULTS;
    return new SchedulerSettings(
        MatchSettings.DEFAULTS,
        Set.of("*"),
        defaults.declineFor(),
        defaults.declineBriefly(),
        defaults.holdUnused(),
        defaults.holdForBackoff(),
        defaults.holdAtMost(),
        defaults.reviveInterval(),
        Duration.ofMillis(700),
        defaults.killsInFlight(),
        defaults.answerWithin(),
        defaults.busyRetry(),
        RECONCILE);
  }

  @AfterEach
  void stop() throws IOException {
    kit.shutdownTestKit();
    master.close();
  }

  private void connect() {
    var framework =
        new FrameworkSettings(
            "marathon",
            "root",
            Set.of("*"),
            Duration.ofDays(7),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    scheduler.tell(
        new SchedulerCommand.Connect(
            new MesosClient.Subscribe(Optional.empty(), framework, Set.of())));
  }

  private void takeOver() {
    scheduler.tell(
        new SchedulerCommand.Start(
            ledgers.stream()
                .map(ledger -> ledger.<Ask<LedgerCommand, LedgerReply>>unsafeUpcast())
                .toList()));
  }

  private Request subscribed() throws InterruptedException {
    var stream =
        master.request(Call.Type.SUBSCRIBE).stream()
            .event(
                Event.newBuilder()
                    .setType(Event.Type.SUBSCRIBED)
                    .setSubscribed(
                        Event.Subscribed.newBuilder()
                            .setFrameworkId(Protos.FrameworkID.newBuilder().setValue(FRAMEWORK))
                            .setHeartbeatIntervalSeconds(15)
                            .setMasterInfo(
                                Protos.MasterInfo.newBuilder()
                                    .setId("m1")
                                    .setIp(1)
                                    .setPort(5050)
                                    .setHostname("m")))
                    .build());
    facts.expectMessageClass(MesosEvent.Subscribed.class);
    return stream;
  }

  private LedgerReply tell(LedgerCommand command) {
    ledgers.get(APP.ledger()).tell(new Ask<>(command, Cause.internal("test"), answers.ref()));
    return ((Answer.Reply<LedgerReply>) answers.receiveMessage()).value();
  }

  private void want(int instances, long order) {
    tell(
        new LedgerCommand.SetTarget(
            AppBuilder.of(APP)
                .cmd("sleep 1000")
                .cpus(1)
                .mem(32)
                .instances(instances)
                .version(V1)
                .build(),
            order,
            List.of()));
  }

  private void provisioned(int count) {
    var place =
        new Placement("S1", "agent1", List.of(), Optional.empty(), Optional.empty(), Map.of());
    tell(
        new LedgerCommand.Provision(
            IntStream.range(0, count)
                .mapToObj(i -> new InstanceId("web", new UUID(0, i)))
                .map(id -> new LedgerCommand.Proposal(id, APP, 1, V1, place))
                .toList()));
  }

  private static Protos.Offer offer(String id, String agent, double cpus) {
    var role = Protos.Resource.AllocationInfo.newBuilder().setRole("*");
    return Protos.Offer.newBuilder()
        .setId(Protos.OfferID.newBuilder().setValue(id))
        .setFrameworkId(Protos.FrameworkID.newBuilder().setValue(FRAMEWORK))
        .setAgentId(Protos.AgentID.newBuilder().setValue(agent))
        .setHostname("host-" + agent)
        .setAllocationInfo(role)
        .addResources(scalar("cpus", cpus).setAllocationInfo(role))
        .addResources(scalar("mem", 4_096).setAllocationInfo(role))
        .build();
  }

  private static Protos.Resource.Builder scalar(String name, double value) {
    return Protos.Resource.newBuilder()
        .setName(name)
        .setType(Protos.Value.Type.SCALAR)
        .setScalar(Protos.Value.Scalar.newBuilder().setValue(value));
  }

  private static Event offers(Protos.Offer... offers) {
    return Event.newBuilder()
        .setType(Event.Type.OFFERS)
        .setOffers(Event.Offers.newBuilder().addAllOffers(List.of(offers)))
        .build();
  }

  private static Event update(String task, Protos.TaskState state, Optional<String> uuid) {
    var status =
        Protos.TaskStatus.newBuilder()
            .setTaskId(Protos.TaskID.newBuilder().setValue(task))
            .setAgentId(Protos.AgentID.newBuilder().setValue("S1"))
            .setState(state)
            .setTimestamp(1.0e9);
    uuid.ifPresent(text -> status.setUuid(ByteString.copyFromUtf8(text)));
    if (uuid.isEmpty()) {
      status
          .setSource(Protos.TaskStatus.Source.SOURCE_MASTER)
          .setReason(Protos.TaskStatus.Reason.REASON_RECONCILIATION);
    }
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  /** The next call of this type; others are taken in meanwhile. */
  private Call next(Call.Type type) throws InterruptedException {
    while (true) {
      var request = master.request();
      request.accepted();
      assertThat(request.call().getType()).as("no new stream").isNotEqualTo(Call.Type.SUBSCRIBE);
      if (request.call().getType() == type) {
        return request.call();
      }
    }
  }

  @Test
  void fromDemandToARunningTaskAndItsEnd() throws InterruptedException {
    connect();
    var stream = subscribed();
    takeOver();
    want(3, 1);
    assertThat(next(Call.Type.REVIVE).getRevive().getRolesList()).containsExactly("*");

    stream.event(offers(offer("O1", "S1", 2), offer("O2", "S1", 1)));
    var accept = next(Call.Type.ACCEPT).getAccept();
    assertThat(accept.getOfferIdsList())
        .extracting(Protos.OfferID::getValue)
        .containsExactlyInAnyOrder("O1", "O2");
    assertThat(accept.getOperationsCount()).isEqualTo(1);
    var tasks = accept.getOperations(0).getLaunch().getTaskInfosList();
    assertThat(tasks).hasSize(3);
    assertThat(tasks)
        .allSatisfy(
            task -> {
              assertThat(task.getAgentId().getValue()).isEqualTo("S1");
              assertThat(task.getCommand().getValue()).isEqualTo("sleep 1000");
            });

    String task = tasks.get(0).getTaskId().getValue();
    stream.event(update(task, Protos.TaskState.TASK_STARTING, Optional.of("0123456789abcdef")));
    assertThat(next(Call.Type.ACKNOWLEDGE).getAcknowledge().getUuid().toStringUtf8())
        .isEqualTo("0123456789abcdef");
    stream.event(update(task, Protos.TaskState.TASK_RUNNING, Optional.of("fedcba9876543210")));
    assertThat(next(Call.Type.ACKNOWLEDGE).getAcknowledge().getTaskId().getValue()).isEqualTo(task);

    tell(new LedgerCommand.RemoveTarget(APP, 2));
    var kill = next(Call.Type.KILL).getKill();
    assertThat(kill.getAgentId().getValue()).isEqualTo("S1");
    assertThat(tasks)
        .extracting(t -> t.getTaskId().getValue())
        .contains(kill.getTaskId().getValue());
  }

  @Test
  void everyTaskIsAskedAboutInPagesAndTheSilentOnesAgainWithGrowingPauses()
      throws InterruptedException {
    want(2_500, 1);
    provisioned(2_500);
    connect();
    var stream = subscribed();
    takeOver();

    var sizes = new ArrayList<Integer>();
    var asked = new ArrayList<String>();
    for (int page = 0; page < 3; page++) {
      var reconcile = next(Call.Type.RECONCILE).getReconcile();
      sizes.add(reconcile.getTasksCount());
      reconcile.getTasksList().forEach(question -> asked.add(question.getTaskId().getValue()));
      assertThat(reconcile.getTasks(0).getAgentId().getValue()).isEqualTo("S1");
    }
    assertThat(sizes).containsExactly(1_000, 1_000, 500);
    assertThat(asked).doesNotHaveDuplicates();

    String silent = asked.get(1_234);
    asked.stream()
        .filter(task -> !task.equals(silent))
        .forEach(
            task -> stream.event(update(task, Protos.TaskState.TASK_RUNNING, Optional.empty())));
    Call again = next(Call.Type.RECONCILE);
    while (again.getReconcile().getTasksCount() > 1) {
      again = next(Call.Type.RECONCILE); // Asked before all of the answers were read.
    }
    assertThat(again.getReconcile().getTasks(0).getTaskId().getValue()).isEqualTo(silent);
    assertThat(next(Call.Type.RECONCILE).getReconcile().getTasksList())
        .extracting(question -> question.getTaskId().getValue())
        .containsExactly(silent);
  }

  @Test
  void aKillWhileThereIsNoStreamIsSentWithTheNextAndRepeatedUntilAnEnd()
      throws InterruptedException {
    want(1, 1);
    provisioned(1);
    connect();
    var stream = subscribed();
    takeOver();
    next(Call.Type.RECONCILE);
    stream.cut();
    var resubscribe = master.request(Call.Type.SUBSCRIBE);
    tell(new LedgerCommand.RemoveTarget(APP, 2));
    assertThat(master.quiet(300)).isTrue();

    var again =
        resubscribe.stream()
            .event(
                Event.newBuilder()
                    .setType(Event.Type.SUBSCRIBED)
                    .setSubscribed(
                        Event.Subscribed.newBuilder()
                            .setFrameworkId(Protos.FrameworkID.newBuilder().setValue(FRAMEWORK)))
                    .build());
    String task = next(Call.Type.KILL).getKill().getTaskId().getValue();
    assertThat(next(Call.Type.KILL).getKill().getTaskId().getValue()).isEqualTo(task);
    again.event(update(task, Protos.TaskState.TASK_KILLED, Optional.of("0123456789abcdef")));
    next(Call.Type.ACKNOWLEDGE);
    assertThat(tell(new LedgerCommand.ListLive())).isEqualTo(new LedgerReply.Live(List.of()));
  }

  @Test
  void anotherInstanceOfOurFrameworkEndsThisNode() throws InterruptedException {
    connect();
    var stream = subscribed();
    stream.event(
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(Event.Error.newBuilder().setMessage("Framework failed over"))
            .build());
    assertThat(fatal.receiveMessage().kind()).isEqualTo(Fatal.Kind.FAILED_OVER);
  }
}
