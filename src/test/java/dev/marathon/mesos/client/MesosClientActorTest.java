package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import dev.marathon.mesos.FrameworkSettings;
import dev.marathon.mesos.LaunchSettings;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.mesos.Recordings;
import dev.marathon.mesos.client.ScriptedMaster.Request;
import dev.marathon.testing.SelfSigned;
import dev.marathon.tls.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MesosClientActorTest {

  private static final String FRAMEWORK = "d08e8079-6aa3-4476-bea6-46c040499d32-0001";
  private static final FrameworkSettings SETTINGS =
      new FrameworkSettings(
          "pb",
          "root",
          Set.of("rec"),
          Duration.ofSeconds(60),
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.of("pb"),
          false);

  private ActorTestKit kit;
  private ScriptedMaster master;
  private TestProbe<MesosEvent> events;
  private TestProbe<CallResult> results;

  @BeforeEach
  void start() throws IOException {
    kit =
        ActorTestKit.create(
            "mesos-client-test",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("akka.conf"))
                .withFallback(ConfigFactory.load()));
    master = new ScriptedMaster();
    events = kit.createTestProbe();
    results = kit.createTestProbe();
  }

  @AfterEach
  void stop() throws IOException {
    kit.shutdownTestKit();
    master.close();
  }

  /** Short pauses, small limits. */
  private static MesosClientSettings settings(String masters, int callsWaiting, int unhandled) {
    return new MesosClientSettings(
        MasterSource.parse(masters, false),
        Optional.empty(),
        Optional.empty(),
        LaunchSettings.defaults(),
        5,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMillis(50),
        Duration.ofMillis(400),
        3,
        callsWaiting,
        unhandled,
        100_000,
        () -> true);
  }

  private ActorRef<MesosClient> client(MesosClientSettings settings) {
    return client(settings, Optional.empty());
  }

  private ActorRef<MesosClient> client(MesosClientSettings settings, Optional<String> id) {
    var client = kit.spawn(MesosClientActor.create(settings, events.ref()));
    client.tell(new MesosClient.Subscribe(id, SETTINGS, Set.of()));
    return client;
  }

  private ActorRef<MesosClient> client() {
    return client(settings(master.url(), 100, 100));
  }

  private static Event subscribed(double heartbeat) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setFrameworkId(FrameworkID.newBuilder().setValue(FRAMEWORK))
                .setHeartbeatIntervalSeconds(heartbeat)
                .setMasterInfo(
                    MasterInfo.newBuilder()
                        .setId("m1")
                        .setIp(16777343)
                        .setPort(15050)
                        .setHostname("127.0.0.1")))
        .build();
  }

  private static Event heartbeat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  private static Event rescind(String id) {
    return Event.newBuilder()
        .setType(Event.Type.RESCIND)
        .setRescind(
            Event.Rescind.newBuilder().setOfferId(OfferID.newBuilder().setValue(id).build()))
        .build();
  }

  private static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  /** Takes the next SUBSCRIBE in. */
  private Request subscribe() throws InterruptedException {
    var stream = master.request(Call.Type.SUBSCRIBE).stream().event(subscribed(15));
    events.expectMessageClass(MesosEvent.Subscribed.class);
    return stream;
  }

  private void send(ActorRef<MesosClient> client, MesosCall call) {
    client.tell(new MesosClient.Send(call, Optional.of(results.ref())));
  }

  private static MesosCall.Kill kill(String task) {
    return new MesosCall.Kill(task, Optional.of("S1"), Optional.empty());
  }

  private static MesosCall.Acknowledge acknowledge(String task) {
    return new MesosCall.Acknowledge(task, "S1", "WRgeShYeT262VdyXt+aCVg==");
  }

  private String disconnected() {
    return events.expectMessageClass(MesosEvent.Disconnected.class).reason();
  }

  // Requests.

  @Test
  void subscribeIsWhatARealMasterTook() throws InterruptedException {
    client();
    var request = master.request();

    assertThat(request.line()).isEqualTo("POST /api/v1/scheduler HTTP/1.1");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.header("Accept")).isEqualTo("application/x-protobuf");
    assertThat(request.header("Mesos-Stream-Id")).isNull();
    assertThat(request.header("Authorization")).isNull();
    assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + master.port());
    assertThat(request.header("Content-Length")).isEqualTo("" + request.body().length);
    var call = request.call();
    assertThat(call.hasFrameworkId()).isFalse();
    assertThat(call.getSubscribe().getFrameworkInfo().hasId()).isFalse();
    assertThat(call.getSubscribe().getFrameworkInfo().getPrincipal()).isEqualTo("pb");
  }

  @Test
  void callsHaveTheStreamsIdAndAConnectionOfTheirOwn() throws InterruptedException {
    var client = client();
    var stream = subscribe();
    send(client, kill("t1"));
    var request = master.request(Call.Type.KILL);

    assertThat(request.socket()).isNotSameAs(stream.socket());
    assertThat(request.line()).isEqualTo("POST /api/v1/scheduler HTTP/1.1");
    assertThat(request.header("Mesos-Stream-Id")).isEqualTo(ScriptedMaster.STREAM_ID);
    assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.call().getFrameworkId().getValue()).isEqualTo(FRAMEWORK);
    request.accepted();
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());

    send(client, new MesosCall.UpdateFramework(Set.of("a"), Set.of()));
    master
        .request(Call.Type.UPDATE_FRAMEWORK)
        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
  }

  @Test
  void credentialsAreSentWithEveryRequest() throws InterruptedException {
    var client =
        client(settings(master.url(), 9, 9).withCredentials(new Credentials("fw", "geheim")));
    var expected =
        "Basic " + Base64.getEncoder().encodeToString("fw:geheim".getBytes(StandardCharsets.UTF_8));
    var request = master.request(Call.Type.SUBSCRIBE);
    assertThat(request.header("Authorization")).isEqualTo(expected);
    request.stream().event(subscribed(15));
    events.expectMessageClass(MesosEvent.Subscribed.class);
    send(client, kill("t1"));
    assertThat(master.request().header("Authorization")).isEqualTo(expected);
  }

  @Test
  void masterWithACertificateIsTrustedIfItIsTheGivenOne(@TempDir Path files) throws Exception {
    var shown = SelfSigned.create(files, "master", "localhost", "RSA");
    var other = SelfSigned.create(files, "other", "localhost", "RSA");
    var sockets = SelfSigned.context(shown.keystore()).getServerSocketFactory();
    try (var secure = new ScriptedMaster(sockets)) {
      var settings = settings("https://localhost:" + secure.port(), 100, 100);
      client(settings.withTrust(Trust.of(other.certificate())));
      assertThat(secure.quiet(500)).isTrue();

      var client = client(settings.withTrust(Trust.of(shown.certificate())));
      secure.request(Call.Type.SUBSCRIBE).stream().event(subscribed(15));
      events.expectMessageClass(MesosEvent.Subscribed.class);
      send(client, kill("t1"));
      secure.request(Call.Type.KILL).accepted();
      assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    }
  }

  @Test
  void callsFollowEachOtherOnOneConnectionWithoutWaitingForAnswers() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    send(client, acknowledge("t2"));
    send(client, kill("t3"));

    var first = master.request(Call.Type.KILL);
    var second = master.request(Call.Type.ACKNOWLEDGE);
    var third = master.request(Call.Type.KILL);
    assertThat(first.call().getKill().getTaskId().getValue()).isEqualTo("t1");
    assertThat(second.call().getAcknowledge().getUuid())
        .isEqualTo(ByteString.copyFrom(Base64.getDecoder().decode("WRgeShYeT262VdyXt+aCVg==")));
    assertThat(third.call().getKill().getTaskId().getValue()).isEqualTo("t3");
    assertThat(third.socket()).isSameAs(first.socket()).isSameAs(second.socket());

    first.refused("400 Bad Request", "first");
    second.accepted();
    third.refused("400 Bad Request", "third");
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Refused(400, "first"));
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Refused(400, "third"));
  }

  @Test
  void acknowledgementsLeaveRoomForOtherCalls() throws InterruptedException {
    var client = client(settings(master.url(), 2, 9));
    subscribe();
    var acknowledge = new MesosCall.Acknowledge("t0", "S1", "WRgeShYeT262VdyXt+aCVg==");
    for (int i = 1; i <= 3; i++) {
      send(client, kill("t" + i));
    }
    send(client, acknowledge);
    send(client, acknowledge);
    send(client, kill("t4"));
    assertThat(results.receiveMessage())
        .as("three are under way, one acknowledgement waits")
        .isEqualTo(new CallResult.Failed("too many calls to the Mesos master wait"));
    for (int i = 1; i <= 3; i++) {
      master.request(Call.Type.KILL).accepted();
      assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    }
    master.request(Call.Type.ACKNOWLEDGE).accepted();
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    assertThat(master.request(Call.Type.KILL).call().getKill().getTaskId().getValue())
        .isEqualTo("t4");
  }

  @Test
  void onlySoManyCallsMayWait() throws InterruptedException {
    var client = client(settings(master.url(), 2, 9));
    subscribe();
    for (int i = 1; i <= 6; i++) {
      send(client, kill("t" + i));
    }
    assertThat(results.receiveMessage())
        .as("three are under way, two wait")
        .isEqualTo(new CallResult.Failed("too many calls to the Mesos master wait"));
    for (int i = 1; i <= 5; i++) {
      var next = master.request(Call.Type.KILL);
      assertThat(next.call().getKill().getTaskId().getValue()).isEqualTo("t" + i);
      next.accepted();
      assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    }
  }

  @Test
  void acknowledgementIsSentAgainWhenItsConnectionBreaksAndNothingElseIs()
      throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    send(client, acknowledge("t2"));
    master.request(Call.Type.KILL);
    master.request(Call.Type.ACKNOWLEDGE).cut();

    assertThat(results.receiveMessage()).isInstanceOf(CallResult.Failed.class);
    master.request(Call.Type.ACKNOWLEDGE).accepted();
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
  }

  @Test
  void acknowledgementIsGivenUpAtTheThirdConnectionThatBreaks() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, acknowledge("t1"));
    for (int i = 0; i < 3; i++) {
      master.request(Call.Type.ACKNOWLEDGE).cut();
    }
    assertThat(results.receiveMessage()).isInstanceOf(CallResult.Failed.class);
    assertThat(master.quiet(200)).isTrue();
  }

  @Test
  void callAfterTheMasterClosedAnIdleConnectionOpensAnother() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    master
        .request(Call.Type.KILL)
        .write("HTTP/1.1 202 Accepted\r\nConnection: close\r\n\r\n")
        .cut();
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    send(client, kill("t2"));
    master.request(Call.Type.KILL).accepted();
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
  }

  @Test
  void callWithoutAnAnswerFailsInTime() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    master.request(Call.Type.KILL);
    assertThat(results.receiveMessage(Duration.ofSeconds(15)))
        .isEqualTo(new CallResult.Failed("no answer within 5000 ms"));
  }

  @Test
  void callsFailAtOnceWhileThereIsNoStream() throws InterruptedException {
    var client = client();
    var early = master.request(Call.Type.SUBSCRIBE);
    send(client, kill("t1"));
    var notSubscribed = new CallResult.Failed("not subscribed to a Mesos master");
    assertThat(results.receiveMessage()).isEqualTo(notSubscribed);

    early.stream().event(subscribed(15)).cut();
    events.expectMessageClass(MesosEvent.Subscribed.class);
    disconnected();
    send(client, kill("t1"));
    assertThat(results.receiveMessage()).isEqualTo(notSubscribed);
  }

  @Test
  void callsThatWaitFailWithTheStream() throws InterruptedException {
    var client = client();
    var stream = subscribe();
    send(client, kill("t1"));
    send(client, kill("t2"));
    master.request(Call.Type.KILL);
    stream.cut();

    disconnected();
    assertThat(results.receiveMessage()).isInstanceOf(CallResult.Failed.class);
  }

  // The stream.

  @Test
  void theRecordedStreamIsReadByteForByte() throws InterruptedException {
    client();
    master.request().write(Recordings.rawStream());
    assertRecordedEvents();
  }

  @Test
  void theRecordedStreamIsReadInPiecesToo() throws InterruptedException {
    client();
    var request = master.request();
    var bytes = Recordings.rawStream();
    for (int i = 0; i < bytes.length; i += 7) {
      request.write(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + 7)));
    }
    assertRecordedEvents();
  }

  private void assertRecordedEvents() throws InterruptedException {
    var subscribed = events.expectMessageClass(MesosEvent.Subscribed.class);
    assertThat(subscribed.frameworkId()).isEqualTo(FRAMEWORK);
    assertThat(subscribed.masterPort()).isEqualTo(15050);
    assertThat(subscribed.reachedPort()).isEqualTo(master.port());
    var seen = new ArrayList<String>();
    MesosEvent next = events.receiveMessage();
    while (!(next instanceof MesosEvent.Disconnected)) {
      seen.add(
          next instanceof MesosEvent.Updated updated
              ? updated.status().mesosState()
              : next.getClass().getSimpleName());
      next = events.receiveMessage();
    }
    assertThat(seen)
        .containsExactly(
            "Offers",
            "TASK_STARTING",
            "TASK_RUNNING",
            "Offers",
            "TASK_RUNNING",
            "TASK_UNKNOWN",
            "TASK_KILLING",
            "TASK_KILLED",
            "Offers");
    assertThat(((MesosEvent.Disconnected) next).reason())
        .isEqualTo("the master closed the event stream");
    assertThat(master.request(Call.Type.SUBSCRIBE).call().getFrameworkId().getValue())
        .as("subscribes again with its id")
        .isEqualTo(FRAMEWORK);
  }

  @Test
  void aSilentStreamIsGivenUpAndAHeartbeatKeepsOneAlive() throws InterruptedException {
    client();
    var stream = master.request().stream().event(subscribed(0.6));
    events.expectMessageClass(MesosEvent.Subscribed.class);
    long begun = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      // Together longer than the patience, each far from it also on a crowded machine.
      assertThat(master.quiet(1_200)).isTrue();
      stream.event(heartbeat());
    }
    assertThat(disconnected()).isEqualTo("the master was silent for PT3S");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(6_500));

    var again = master.request(Call.Type.SUBSCRIBE);
    assertThat(again.call().getFrameworkId().getValue()).isEqualTo(FRAMEWORK);
    assertThat(again.call().getSubscribe().getFrameworkInfo().getId().getValue())
        .isEqualTo(FRAMEWORK);
  }

  @Test
  void aStreamCutWithinARecordGivesNoHalfEvent() throws InterruptedException {
    client();
    var stream = subscribe();
    var chunk = Request.chunk(rescind("O1"));
    stream.event(rescind("O0")).write(Arrays.copyOf(chunk, chunk.length - 9));
    assertThat(events.receiveMessage()).isEqualTo(new MesosEvent.Rescinded("O0"));

    stream.cut(); // Not before: what is on its way may be lost with the stream.
    assertThat(disconnected()).startsWith("the event stream broke");
    subscribe();
  }

  @Test
  void aStreamEndedWithinARecordIsBroken() throws InterruptedException {
    client();
    subscribe().write("5\r\n20\nab\r\n").endStream();
    assertThat(disconnected()).contains("ended within a record");
    subscribe();
  }

  @Test
  void recordAboveTheLimitBreaksTheStream() throws InterruptedException {
    client();
    subscribe().write("8\r\n1000000\n\r\n");
    assertThat(disconnected()).contains("more than 100000 bytes");
    subscribe();
  }

  @Test
  void suppressionIsAskedForAgainWithTheNextStream() throws InterruptedException {
    var client = client();
    var stream = subscribe();
    send(client, new MesosCall.Suppress(Set.of("rec")));
    master.request(Call.Type.SUPPRESS).accepted();
    results.receiveMessage();
    stream.cut();
    disconnected();

    var again = master.request(Call.Type.SUBSCRIBE);
    assertThat(again.call().getSubscribe().getSuppressedRolesList()).containsExactly("rec");
  }

  @Test
  void slowSubscriberHoldsTheStreamAndIsNotTakenForASilentMaster() throws InterruptedException {
    var client = client(settings(master.url(), 9, 4));
    var stream = master.request().stream().event(subscribed(0.1));
    var sent = new ArrayList<MesosEvent>();
    for (int i = 0; i < 50; i++) {
      stream.event(rescind("O" + i));
      sent.add(new MesosEvent.Rescinded("O" + i));
    }
    events.expectMessageClass(MesosEvent.Subscribed.class);
    var seen = new ArrayList<MesosEvent>();
    for (int i = 0; i < 3; i++) {
      seen.add(events.receiveMessage());
    }
    events.expectNoMessage(Duration.ofMillis(800));

    for (int i = 0; i < 50; i++) {
      client.tell(new MesosClient.Handled(1));
      if (seen.size() < 50) {
        seen.add(events.receiveMessage());
      }
    }
    assertThat(seen).isEqualTo(sent);
    assertThat(disconnected()).as("now it is silent").contains("silent");
  }

  @Test
  void callsThatWaitHoldTheStreamUntilTheyFlowAgain() throws InterruptedException {
    var client = client(settings(master.url(), 9, 99));
    var stream = master.request().stream().event(subscribed(15));
    events.expectMessageClass(MesosEvent.Subscribed.class);
    for (int i = 1; i <= 6; i++) {
      send(client, kill("t" + i)); // three under way, three wait: more than a quarter of nine
    }
    stream.event(rescind("O1")); // this one shows that it is too much
    assertThat(events.receiveMessage()).isEqualTo(new MesosEvent.Rescinded("O1"));
    stream.event(rescind("O2"));
    events.expectNoMessage(Duration.ofMillis(300));

    master.request(Call.Type.KILL).accepted();
    assertThat(events.receiveMessage()).isEqualTo(new MesosEvent.Rescinded("O2"));
  }

  // Finding the leader.

  @Test
  void redirectWithoutASchemeIsFollowed() throws Exception {
    try (var leader = new ScriptedMaster()) {
      var client = client();
      master
          .request(Call.Type.SUBSCRIBE)
          .refused(
              "307 Temporary Redirect",
              "",
              "Location: //127.0.0.1:" + leader.port() + "/master/api/v1/scheduler");
      var stream = leader.request(Call.Type.SUBSCRIBE).stream().event(subscribed(15));
      events.expectMessageClass(MesosEvent.Subscribed.class);
      send(client, kill("t1"));
      leader.request(Call.Type.KILL).accepted();
      assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());

      stream.cut();
      disconnected();
      leader.request(Call.Type.SUBSCRIBE);
    }
  }

  @Test
  void redirectToADeadLeaderIsTriedAgainUntilAnotherLeads() throws Exception {
    int dead;
    try (var gone = new ScriptedMaster()) {
      dead = gone.port();
    }
    client();
    for (int i = 0; i < 2; i++) {
      master
          .request(Call.Type.SUBSCRIBE)
          .refused(
              "307 Temporary Redirect",
              "",
              "Location: //127.0.0.1:" + dead + "/master/api/v1/scheduler");
    }
    subscribe();
  }

  @Test
  void mastersOfAListAreAskedInTurn() throws Exception {
    try (var other = new ScriptedMaster()) {
      client(settings(other.url() + "," + master.url(), 9, 9));
      other.request(Call.Type.SUBSCRIBE).refused("503 Service Unavailable", "No leader elected");
      subscribe();
    }
  }

  @Test
  void masterThatStartsOrDoesNotLeadIsAskedAgainWithGrowingPauses() throws InterruptedException {
    client();
    master.request(Call.Type.SUBSCRIBE).refused("404 Not Found", "404 Not Found.");
    master.request(Call.Type.SUBSCRIBE).refused("503 Service Unavailable", "No leader elected");
    var last = "Master has not finished recovery";
    long before = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      master.request(Call.Type.SUBSCRIBE).refused("503 Service Unavailable", last);
    }
    subscribe();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("pauses of 200, 400, 400 ms, each shortened by up to a half")
        .isGreaterThan(Duration.ofMillis(400));
    events.expectNoMessage();
  }

  @Test
  void somethingElseThanAMasterIsNotSubscribedTo() throws InterruptedException {
    client();
    master.request().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    master
        .request()
        .write(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nMesos-Stream-Id: x\r\n"
                + "Content-Type: application/json\r\n\r\n");
    subscribe();
  }

  @Test
  void whereAMasterNoLongerLeadsTheNewOneIsSought() throws Exception {
    try (var leader = new ScriptedMaster()) {
      var client = client();
      subscribe();
      send(client, kill("t1"));
      master
          .request(Call.Type.KILL)
          .refused(
              "307 Temporary Redirect",
              "",
              "Location: //127.0.0.1:" + leader.port() + "/master/api/v1/scheduler");
      assertThat(results.receiveMessage())
          .isEqualTo(new CallResult.Failed("the master no longer leads"));
      disconnected();
      master
          .request(Call.Type.SUBSCRIBE)
          .refused(
              "307 Temporary Redirect",
              "",
              "Location: //127.0.0.1:" + leader.port() + "/master/api/v1/scheduler");
      leader.request(Call.Type.SUBSCRIBE);
    }
  }

  // The end of a subscription.

  private void assertEnded(ActorRef<MesosClient> client) throws InterruptedException {
    assertThat(master.quiet(600)).as("it does not subscribe again").isTrue();
    send(client, kill("t1"));
    assertThat(results.receiveMessage()).isInstanceOf(CallResult.Failed.class);
    events.expectNoMessage();
  }

  @Test
  void withoutCredentialsTheRefusalSaysThatTheyAreWanted() throws InterruptedException {
    var client = client();
    master
        .request(Call.Type.SUBSCRIBE)
        .refused(
            "401 Unauthorized",
            "401 Unauthorized.",
            "WWW-Authenticate: Basic realm=\"mesos-master-scheduler\"");
    assertThat(events.expectMessageClass(MesosEvent.Refused.class).message())
        .contains("wants credentials (401), and none are configured");
    assertEnded(client);
  }

  @Test
  void wrongPrincipalIsRefusedWithTheMastersWords() throws InterruptedException {
    var client = client();
    var words =
        "Failed to validate scheduler::Call: Authenticated principal 'fw' does not match principal"
            + " 'zz' set in `FrameworkInfo`";
    master.request(Call.Type.SUBSCRIBE).refused("400 Bad Request", words);
    assertThat(events.expectMessageClass(MesosEvent.Refused.class).message()).contains(words);
    assertEnded(client);
  }

  @Test
  void frameworkThatFailedOverToAnotherIsNotSubscribedAgain() throws InterruptedException {
    var client = client();
    subscribe().event(error("Framework failed over")).endStream();
    assertThat(events.receiveMessage())
        .isEqualTo(new MesosEvent.FailedOver("Framework failed over"));
    assertEnded(client);
  }

  @Test
  void removedFrameworkIsNotSubscribedAgain() throws InterruptedException {
    var client = client(settings(master.url(), 9, 9), Optional.of("old-0001"));
    master.request(Call.Type.SUBSCRIBE).stream()
        .event(error("Framework has been removed"))
        .endStream();
    assertThat(events.receiveMessage())
        .isEqualTo(new MesosEvent.FrameworkRemoved("Framework has been removed"));
    assertEnded(client);
  }

  @Test
  void callRefusedForAnotherStreamMeansThatAnotherTookOver() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    master
        .request(Call.Type.KILL)
        .refused(
            "400 Bad Request",
            "The stream ID 'X' included in this request didn't match the stream ID currently"
                + " associated with framework ID F");
    assertThat(results.receiveMessage()).isInstanceOf(CallResult.Refused.class);
    events.expectMessageClass(MesosEvent.FailedOver.class);
    assertEnded(client);
  }

  @Test
  void callRefusedBecauseTheMasterLostOurStreamMeansToSubscribeAgain() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    master.request(Call.Type.KILL).refused("403 Forbidden", "Framework is not subscribed");
    assertThat(results.receiveMessage())
        .isEqualTo(new CallResult.Refused(403, "Framework is not subscribed"));
    assertThat(disconnected()).contains("lost our event stream");
    subscribe();
  }

  @Test
  void callRefusedBecauseTheMasterDoesNotKnowUsMeansToSubscribeAgain() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    master.request(Call.Type.KILL).refused("400 Bad Request", "Framework cannot be found");
    assertThat(results.receiveMessage())
        .isEqualTo(new CallResult.Refused(400, "Framework cannot be found"));
    assertThat(disconnected()).contains("lost our event stream");
    subscribe();
  }

  @Test
  void callRefusedBecauseAnotherKindOfSchedulerSubscribedMeansThatItTookOver()
      throws InterruptedException {
    var client = client();
    subscribe();
    send(client, kill("t1"));
    master.request(Call.Type.KILL).refused("403 Forbidden", "Framework is not connected via HTTP");
    assertThat(results.receiveMessage()).isInstanceOf(CallResult.Refused.class);
    events.expectMessageClass(MesosEvent.FailedOver.class);
    assertEnded(client);
  }

  @Test
  void rolesThatAMasterWithoutUpdatesCannotAddComeWithANewSubscription()
      throws InterruptedException {
    var client = client();
    subscribe();
    send(client, new MesosCall.UpdateFramework(Set.of("rec", "shop"), Set.of()));
    master
        .request(Call.Type.UPDATE_FRAMEWORK)
        .refused(
            "400 Bad Request",
            "Failed to validate scheduler::Call: Expecting 'type' to be present");
    disconnected();

    assertThat(
            master
                .request(Call.Type.SUBSCRIBE)
                .call()
                .getSubscribe()
                .getFrameworkInfo()
                .getRolesList())
        .containsExactly("rec", "shop");
  }

  /** As when --mesos_user is another than at the first subscription. */
  @Test
  void rolesThatNoUpdateCanAddComeWithANewSubscription() throws InterruptedException {
    var client = client();
    subscribe();
    var update = new MesosCall.UpdateFramework(Set.of("rec", "shop"), Set.of());
    String refusal =
        "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported; attempted"
            + " to update from 'root' to 'nobody'";
    send(client, update);
    master.request(Call.Type.UPDATE_FRAMEWORK).refused("400 Bad Request", refusal);
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Refused(400, refusal));
    disconnected();

    var again = master.request(Call.Type.SUBSCRIBE);
    assertThat(again.call().getSubscribe().getFrameworkInfo().getRolesList())
        .containsExactly("rec", "shop");
    again.stream().event(subscribed(15));
    events.expectMessageClass(MesosEvent.Subscribed.class);
    send(client, update);
    master.request(Call.Type.UPDATE_FRAMEWORK).refused("400 Bad Request", refusal);
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Refused(400, refusal));
    send(client, kill("t1"));
    master.request(Call.Type.KILL).accepted();
  }

  @Test
  void tornDownFrameworkIsNotSubscribedAgain() throws InterruptedException {
    var client = client();
    var stream = subscribe();
    send(client, new MesosCall.Teardown());
    var teardown = master.request(Call.Type.TEARDOWN);
    teardown.accepted();
    assertThat(results.receiveMessage()).isEqualTo(new CallResult.Accepted());
    stream.endStream();
    disconnected();
    assertEnded(client);
  }

  @Test
  void untranslatableCallIsNotSent() throws InterruptedException {
    var client = client();
    subscribe();
    send(client, new MesosCall.Acknowledge("t1", "S1", "%"));
    assertThat(results.expectMessageClass(CallResult.Refused.class).message())
        .startsWith("not sent:");
    send(client, new MesosCall.Reconcile(List.of()));
    assertThat(master.request().call().getReconcile().getTasksList()).isEmpty();
  }
}
