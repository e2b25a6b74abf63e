package dev.marathon.events.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Sink;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.Resume;
import dev.marathon.events.actor.EventHub.Subscription;
import dev.marathon.instance.Condition;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.Placement;
import dev.marathon.instance.TaskStatus;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.instance.actor.LedgerPorts;
import dev.marathon.overview.Change;
import dev.marathon.overview.actor.NewestOverview;
import dev.marathon.overview.actor.OverviewActor;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.spec.AppBuilder;
import dev.marathon.store.SqliteJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger, the overview and the hub, wired as on the node, over several lives of one journal. */
class EventsOverCrashesTest {

  private static final AppId APP = new AppId("/web");
  private static final int LEDGER = APP.ledger();
  private static final Version V1 = new Version(Instant.EPOCH);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int RARELY = 1_000;

  @TempDir Path directory;

  private ActorTestKit kit;
  private ActorRef<EventHub.Message> hub;
  private ActorRef<GateMessage<LedgerCommand, LedgerReply>> ledger;
  private TestProbe<Answer<LedgerReply>> client;

  @AfterEach
  void end() {
    crash();
  }

  private void crash() {
    kit.shutdownTestKit();
  }

  /** Without the hub: the node dies after its owners store and before anybody else hears of it. */
  private void begin(int snapshotEvery) throws IOException {
    system();
    ledger(snapshotEvery, change -> {});
  }

  private void beginWithHub(int snapshotEvery) throws IOException {
    system();
    hub =
        kit.spawn(
            EventHub.create(
                settings(EventHub.PERSISTENCE_ID, RARELY),
                new EventLogSettings(Duration.ofHours(1), 10_000),
                failure -> {}));
    hub.tell(new EventHub.Begin());
    ledger(snapshotEvery, change -> EventHub.Message.of(change).ifPresent(hub::tell));
  }

  private void system() throws IOException {
    var file = directory.resolve("journal.db");
    SqliteJournal.create(file);
    kit =
        ActorTestKit.create(
            "events-test",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(SqliteJournal.config(file))
                .withFallback(ConfigFactory.parseResources("akka.conf"))
                .withFallback(ConfigFactory.load()));
    client = kit.createTestProbe();
  }

  private void ledger(int snapshotEvery, Consumer<Change> told) {
    var overview =
        kit.spawn(OverviewActor.create(InstantSource.system(), told, new NewestOverview()));
    var ignored = kit.<Object>createTestProbe().ref();
    var ports =
        new LedgerPorts(
            ignored.narrow(),
            ignored.narrow(),
            ignored.narrow(),
            write -> overview.tell(new OverviewActor.Message.LedgerChanged(LEDGER, write)),
            read -> overview.tell(new OverviewActor.Message.LedgerLoaded(LEDGER, read)),
            failure -> {});
    ledger =
        kit.spawn(
            InstanceLedgerActor.create(
                settings(InstanceLedgerActor.persistenceId(LEDGER), snapshotEvery),
                LedgerSettings.DEFAULT,
                ports));
    ledger.tell(new GateMessage.Begin<>());
  }

  private static OwnerSettings settings(String id, int snapshotEvery) {
    return new OwnerSettings(
        id, OwnerSettings.NEXT_EPOCH, snapshotEvery, InstantSource.system(), UUID::randomUUID);
  }

  private void tell(LedgerCommand command) {
    ledger.tell(new Ask<>(command, Cause.internal("test"), client.ref()));
    assertThat(client.receiveMessage(PATIENCE)).isInstanceOf(Answer.Reply.class);
  }

  private static InstanceId id(int number) {
    return new InstanceId("web", new UUID(0, number));
  }

  private void want(int instances) {
    tell(
        new LedgerCommand.SetTarget(
            AppBuilder.of(APP).instances(instances).version(V1).build(), 1, List.of()));
  }

  private void provision(int number) {
    var place =
        new Placement("agent", "host", List.of(), Optional.empty(), Optional.empty(), Map.of());
    tell(
        new LedgerCommand.Provision(
            List.of(new LedgerCommand.Proposal(id(number), APP, 1, V1, place))));
  }

  private void runs(int number) {
    tell(
        new LedgerCommand.RecordStatus(
            new TaskStatus(
                id(number).task(1).toString(),
                Condition.RUNNING,
                "TASK_RUNNING",
                Optional.of("uuid"),
                Optional.of("agent"),
                "",
                "",
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty())));
  }

  private Subscription subscribe(Resume from) {
    TestProbe<Subscription> opened = kit.createTestProbe();
    hub.tell(new EventHub.Subscribe(from, mention("attached"), opened.ref()));
    return opened.receiveMessage(PATIENCE);
  }

  private static ApiEvent mention(String type) {
    return ApiEvent.of(type, Instant.EPOCH, JsonNodeFactory.instance.objectNode());
  }

  private TestProbe<NumberedEvent> follow(long after) {
    return follow(new Resume.After(after));
  }

  private TestProbe<NumberedEvent> follow(Resume from) {
    TestProbe<NumberedEvent> events = kit.createTestProbe();
    var open = (Subscription.Open) subscribe(from);
    open.events()
        .mapConcat(EventBatch::events)
        .filter(event -> event.number() > 0)
        .runWith(Sink.foreach(events.ref()::tell), kit.system());
    return events;
  }

  /** What comes next, each as number, type, instance and condition. */
  private static List<String> receive(TestProbe<NumberedEvent> events, int count) {
    var words = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var next = events.receiveMessage(PATIENCE);
      var data = next.event().data();
      var instance = data.path("instanceId").asText(data.path("taskId").asText());
      words.add(
          next.number()
              + " "
              + data.path("condition").asText(data.path("taskStatus").asText())
              + " "
              + Integer.parseInt(instance.replaceAll(".*-(\\p{XDigit}{12}).*", "$1"), 16));
    }
    return words;
  }

  @Test
  void whatTheCrashKeptFromTheLogIsToldOnceUnderOneNumber() throws IOException {
    begin(RARELY);
    want(2);
    provision(1);
    runs(1);
    crash();

    beginWithHub(RARELY);
    var expected = List.of("1 Scheduled 1", "2 Provisioned 1", "3 TASK_RUNNING 1", "4 Running 1");
    assertThat(receive(follow(0), 4)).isEqualTo(expected);
    provision(2);
    assertThat(receive(follow(4), 2)).containsExactly("5 Scheduled 2", "6 Provisioned 2");
    crash();

    beginWithHub(RARELY);
    var again = follow(0);
    assertThat(receive(again, 6).subList(0, 4)).isEqualTo(expected);
    again.expectNoMessage(Duration.ofMillis(500));
  }

  @Test
  void whoJoinsIsGreetedBeforeAnythingElseHappensToIt() throws IOException {
    beginWithHub(RARELY);
    subscribe(new Resume.Now()); // Answered once the log was read.
    TestProbe<Subscription> opened = kit.createTestProbe();
    hub.tell(new EventHub.Mentioned(mention("before")));
    hub.tell(new EventHub.Subscribe(new Resume.Now(), mention("attached"), opened.ref()));
    hub.tell(new EventHub.Mentioned(mention("after")));

    TestProbe<String> types = kit.createTestProbe();
    ((Subscription.Open) opened.receiveMessage(PATIENCE))
        .events()
        .mapConcat(EventBatch::events)
        .runWith(Sink.foreach(event -> types.ref().tell(event.event().type())), kit.system());
    assertThat(types.receiveMessage(PATIENCE)).isEqualTo("attached");
    assertThat(types.receiveMessage(PATIENCE)).isEqualTo("after");
  }

  @Test
  void afterARestartNobodyGetsOlderEventsThanAskedFor() throws IOException {
    begin(RARELY);
    want(2);
    provision(1);
    crash();
    var crashed = Instant.now();

    beginWithHub(RARELY);
    receive(follow(0), 2);
    assertThat(subscribe(new Resume.After(7))).isEqualTo(new Subscription.NotYet(2));
    var since = follow(new Resume.Since(crashed.plusMillis(1)));
    provision(2);
    assertThat(receive(since, 2)).containsExactly("3 Scheduled 2", "4 Provisioned 2");
  }

  @Test
  void logGoesOnWhereItStoppedAlsoBehindANewerSnapshot() throws IOException {
    beginWithHub(5);
    want(8);
    provision(1);
    receive(follow(0), 2);
    crash();

    begin(5);
    for (int i = 2; i <= 5; i++) {
      provision(i);
    }
    crash();

    beginWithHub(5);
    provision(6);
    var events = receive(follow(2), 10);
    assertThat(events).first().isEqualTo("3 Scheduled 2");
    assertThat(events).last().isEqualTo("12 Provisioned 6");
  }

  @Test
  void whatTheJournalNoLongerHasIsLeftOutAndTheRestIsTold() throws IOException {
    beginWithHub(3);
    want(400);
    provision(1);
    receive(follow(0), 2);
    crash();

    begin(3);
    for (int i = 2; i <= 240; i++) {
      provision(i);
    }
    crash();

    beginWithHub(3);
    var events = follow(2);
    var first = receive(events, 1).get(0);
    assertThat(first).startsWith("3 Scheduled ");
    int number = Integer.parseInt(first.substring("3 Scheduled ".length()));
    assertThat(number).as("the journal keeps 48 to 72 records").isBetween(160, 200);
    for (int i = number; i < 240; i++) {
      assertThat(receive(events, 2)).last().asString().endsWith("Scheduled " + (i + 1));
    }
    receive(events, 1);
    provision(241);
    assertThat(receive(events, 2)).last().asString().endsWith("Provisioned 241");
  }
}
