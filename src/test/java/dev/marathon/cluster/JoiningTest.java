package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import dev.marathon.testing.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node gets into a cluster, and what it says when it does not. */
class JoiningTest {

  /** On a crowded machine the first one must not lose its lease to those it keeps out. */
  private static final Map<String, ?> PATIENT = Map.of("cluster.acceptable-pause", "10s");

  @TempDir Path directory;

  private final NodesInMemory nodes = new NodesInMemory();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    nodes.close();
  }

  private ActorSystem<Void> node(String host) {
    return node(host, PATIENT);
  }

  private ActorSystem<Void> node(String host, Map<String, ?> settings) {
    return nodes.form(host, settings, why -> why.ifPresent(said::add));
  }

  private static void together(ActorSystem<Void> system, String... hosts) {
    await().untilAsserted(() -> assertThat(NodesInMemory.up(system)).isEqualTo(Set.of(hosts)));
  }

  @Test
  void byTheLeaseInTheStore() {
    var first = node("127.0.0.1");
    together(first, "127.0.0.1");

    together(node("127.0.0.2"), "127.0.0.1", "127.0.0.2");
  }

  @Test
  void byTheNameOfASeedNode() throws IOException {
    var first = node("127.0.0.1");
    together(first, "127.0.0.1");
    var port = NodesInMemory.address(first).replaceFirst(".*:", "");

    // It cannot know the first one from there.
    try (var others = NodesInMemory.withStoreOf(nodes)) {
      var second =
          others.form(
              "127.0.0.2",
              Map.of("cluster.seed-nodes", List.of("localhost:" + port)),
              why -> why.ifPresent(said::add));
      together(second, "127.0.0.1", "127.0.0.2");
      together(first, "127.0.0.1", "127.0.0.2");
    }
  }

  @Test
  void notWithAnotherStoreThanTheOneOfTheSeedNode() {
    var first = node("127.0.0.1");
    together(first, "127.0.0.1");
    var seed = NodesInMemory.address(first);

    try (var others = new NodesInMemory()) {
      var stranger =
          others.form(
              "127.0.0.2",
              Map.of("cluster.seed-nodes", List.of(seed)),
              why -> why.ifPresent(said::add));

      await()
          .untilAsserted(
              () ->
                  assertThat(said)
                      .anySatisfy(
                          why ->
                              assertThat(why)
                                  .contains(seed + ": it uses another store than this node")));
      assertThat(NodesInMemory.up(stranger)).isEmpty();
      together(first, "127.0.0.1");
    }
  }

  @Test
  void aNodeThatFindsNobodySaysWhomItAskedAndWhatItGot() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int closed;
      try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        closed = gone.getLocalPort();
      }
      node(
          "127.0.0.2",
          Map.of(
              "cluster.seed-nodes",
              List.of(
                  "127.0.0.1:" + silent.getLocalPort(), "127.0.0.1:" + closed, "no.invalid:1")));

      await()
          .untilAsserted(
              () ->
                  assertThat(String.join("\n", said))
                      .contains(
                          "127.0.0.1:" + silent.getLocalPort() + ": accepts connections, but",
                          "127.0.0.1:" + closed + ": nobody listens there",
                          "no.invalid:1: no such host"));
    }
  }

  @Test
  void onlyWithACertificateThatTheOthersTrust() throws Exception {
    var ours = SelfSigned.create(directory, "ours");
    var foreign = SelfSigned.create(directory, "foreign");
    var first = node("127.0.0.1", tls(ours, ours));
    together(first, "127.0.0.1");

    var plain = new ConcurrentLinkedQueue<String>();
    var stranger = new ConcurrentLinkedQueue<String>();
    var without = nodes.form("127.0.0.2", PATIENT, why -> why.ifPresent(plain::add));
    var unknown = nodes.form("127.0.0.3", tls(foreign, ours), why -> why.ifPresent(stranger::add));
    together(node("127.0.0.4", tls(ours, ours)), "127.0.0.1", "127.0.0.4");

    for (var told : List.of(plain, stranger)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(String.join("\n", told))
                      .contains(
                          NodesInMemory.address(first)
                              + ": accepts connections, but does not admit this node"));
    }
    assertThat(NodesInMemory.up(without)).isEmpty();
    assertThat(NodesInMemory.up(unknown)).isEmpty();
    together(first, "127.0.0.1", "127.0.0.4");
  }

  private static Map<String, ?> tls(SelfSigned own, SelfSigned authority) {
    var settings = new HashMap<String, Object>(PATIENT);
    settings.put("cluster.tls.certificate", own.certificate().toString());
    settings.put("cluster.tls.key", own.key().toString());
    settings.put("cluster.tls.authority", authority.certificate().toString());
    return settings;
  }
}
