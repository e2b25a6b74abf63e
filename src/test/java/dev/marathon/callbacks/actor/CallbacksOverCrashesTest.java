package dev.marathon.callbacks.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.Cause;
import dev.marathon.callbacks.CallbackReply;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.actor.EventHub;
import dev.marathon.owner.Answer;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.store.SqliteJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event log, the callbacks and real HTTP endpoints, over several lives of one journal. */
class CallbacksOverCrashesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private Duration patience = Duration.ofHours(1);
  private ActorTestKit kit;
  private ActorRef<EventHub.Message> hub;
  private ActorRef<CallbacksActor.Message> callbacks;
  private HttpServer server;
  private volatile int status = 200;

  /** What the event that the endpoint never takes carries. */
  private volatile int refused = -1;

  /** Numbers of the events that were taken, as the endpoint saw them. */
  private final List<Long> taken = new CopyOnWriteArrayList<>();

  private final List<String> bodies = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.createContext("/cb", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    var body = MAPPER.readTree(exchange.getRequestBody());
    int status = body.path("n").asInt() == refused ? 422 : this.status;
    if (status == 200) {
      bodies.add(body.toString());
      taken.add(Long.parseLong(exchange.getRequestHeaders().getFirst("X-Marathon-Event-Id")));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/cb";
  }

  private void begin(int keep, String... startUp) throws IOException {
    var file = directory.resolve("journal.db");
    SqliteJournal.create(file);
    kit =
        ActorTestKit.create(
            "callbacks-test",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(SqliteJournal.config(file))
                .withFallback(ConfigFactory.parseResources("akka.conf"))
                .withFallback(ConfigFactory.load()));
    hub =
        kit.spawn(
            EventHub.create(
                settings(EventHub.PERSISTENCE_ID),
                new EventLogSettings(Duration.ofHours(1), keep),
                failure -> {}));
    hub.tell(new EventHub.Begin());
    callbacks =
        kit.spawn(
            CallbacksActor.create(
                new CallbacksActor.Needs(
                    settings(CallbacksActor.PERSISTENCE_ID),
                    hub,
                    new HttpPosting(Duration.ofSeconds(5), kit.system().executionContext()),
                    patience,
                    List.of(startUp),
                    event -> ApiEvent.of("masked", Instant.EPOCH, event.data().deepCopy()),
                    failure -> {})));
  }

  private static OwnerSettings settings(String id) {
    return new OwnerSettings(
        id, OwnerSettings.NEXT_EPOCH, 1_000, InstantSource.system(), UUID::randomUUID);
  }

  private void happens(int events) {
    for (int i = 0; i < events; i++) {
      var fields = JsonNodeFactory.instance.objectNode().put("n", i);
      hub.tell(new EventHub.Happened(List.of(ApiEvent.of("test", Instant.EPOCH, fields))));
    }
  }

  private void subscribe(String url, boolean env) {
    TestProbe<Answer<CallbackReply>> client = kit.createTestProbe();
    callbacks.tell(new CallbacksActor.Add(url, env, Cause.internal("test"), client.ref()));
    assertThat(client.receiveMessage(PATIENCE))
        .isEqualTo(new Answer.Reply<>(new CallbackReply.Done(true)));
  }

  private CallbacksActor.Shown shown() {
    TestProbe<CallbacksActor.Shown> client = kit.createTestProbe();
    callbacks.tell(new CallbacksActor.Show(client.ref()));
    return client.receiveMessage(PATIENCE);
  }

  private void waitFor(long number) {
    await().until(() -> !taken.isEmpty() && taken.get(taken.size() - 1) >= number);
  }

  @Test
  void anEndpointGetsWhatHappensSinceItSubscribedInOrder() throws IOException {
    begin(10_000);
    happens(3);
    subscribe(url(), true);
    long before = shown().deliveries().get(url()).position();
    happens(20);
    waitFor(23);
    assertThat(before).isLessThanOrEqualTo(3);
    assertThat(taken).isSorted().doesNotHaveDuplicates().contains(4L, 23L);
    assertThat(bodies.get(bodies.size() - 1)).contains("\"eventType\":\"test\"", "\"n\":19");
  }

  @Test
  void whatAnEndpointMissedWhileItOrTheNodeWasAwayItGetsLater() throws IOException {
    begin(10_000);
    subscribe(url(), true);
    happens(5);
    waitFor(5);
    status = 500;
    happens(5);
    await().until(() -> shown().deliveries().get(url()).failures() > 0);
    var failing = shown();
    assertThat(failing.last() - failing.deliveries().get(url()).position()).isPositive();
    assertThat(failing.deliveries().get(url()).error()).contains("answered 500");
    assertThat(failing.deliveries().get(url()).nextAttempt()).isPresent();
    kit.shutdownTestKit();

    status = 200;
    begin(10_000);
    happens(1);
    waitFor(11);
    assertThat(taken).contains(6L, 7L, 8L, 9L, 10L, 11L);
    int first = taken.lastIndexOf(6L);
    assertThat(taken.subList(first, taken.size())).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(shown().deliveries().get(url()).losses()).isEqualTo(Delivery.Losses.NONE);
  }

  @Test
  void aDeadEndpointHoldsUpNobodyAndWhatIsNoLongerKeptIsCounted() throws IOException {
    begin(200);
    var dead = "http://127.0.0.1:1/";
    subscribe(dead, true);
    subscribe(url(), true);
    happens(1_000);
    waitFor(1_000);
    assertThat(taken).isSorted().doesNotHaveDuplicates();
    await().until(() -> lost(dead) > 0);
    assertThat(shown().deliveries().get(dead).failures()).isPositive();
    kit.shutdownTestKit();

    begin(200);
    happens(1_000);
    await().until(() -> lost(dead) > 0);
  }

  private long lost(String url) {
    return shown().deliveries().get(url).losses().expired();
  }

  @Test
  void anEventThatIsRefusedForEverIsSetAsideAndTheNextOnesGoOn() throws IOException {
    patience = Duration.ofSeconds(2);
    refused = 2;
    begin(10_000);
    subscribe(url(), true);
    happens(5);
    await().until(() -> shown().deliveries().get(url()).position() == 5);

    assertThat(taken).containsExactly(1L, 2L, 4L, 5L);
    var delivery = shown().deliveries().get(url());
    assertThat(delivery.losses()).isEqualTo(new Delivery.Losses(0, 1, Optional.of(3L)));
    assertThat(delivery.error()).isEmpty();
  }

  @Test
  void theStartUpListIsAddedAndSecretsStayHereUnlessTheyMayGo() throws IOException {
    begin(10_000, url());
    await().until(() -> shown().deliveries().containsKey(url()));
    TestProbe<Answer<CallbackReply>> client = kit.createTestProbe();
    callbacks.tell(new CallbacksActor.Remove(url(), Cause.internal("test"), client.ref()));
    client.receiveMessage(PATIENCE);
    await().until(() -> shown().deliveries().isEmpty());

    subscribe(url(), false);
    happens(1);
    waitFor(1);
    assertThat(bodies).last().asString().contains("\"eventType\":\"masked\"");
  }
}
