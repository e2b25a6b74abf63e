package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.marathon.config.Settings;
import dev.marathon.store.lease.LeasesInMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes that share a store say of themselves by HTTP. */
class ReadinessTest {

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Deque<Node> nodes = new ArrayDeque<>();

  @AfterEach
  void end() throws IOException {
    while (!nodes.isEmpty()) {
      nodes.pop().close();
    }
  }

  private Node node(StoreInMemory store, int port, String pause, String... seeds)
      throws StartFailure {
    var given = new HashMap<String, Object>();
    given.put("mesos.master", List.of("http://127.0.0.1:1"));
    given.put("http.address", "127.0.0.1");
    given.put("http.port", 0);
    given.put("store.url", "postgresql://127.0.0.1:1/not-asked");
    given.put("store.data-dir", directory.toString());
    given.put("cluster.port", port);
    given.put("cluster.acceptable-pause", pause);
    given.put("cluster.seed-nodes", List.of(seeds));
    var settings =
        Settings.load(Optional.empty(), ConfigFactory.parseMap(given).atPath("marathon"));
    var node = Node.start(settings, store, false, Duration.ZERO);
    nodes.push(node);
    return node;
  }

  private HttpResponse<String> ready(Node node) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(node.url() + "/readyz")).build(),
          BodyHandlers.ofString());
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void aNodeThatMustNotJoinSaysWhy() throws Exception {
    int port = freePort();
    var first = node(new StoreInMemory(new LeasesInMemory()), port, "10s");
    await().untilAsserted(() -> assertThat(ready(first).body()).isEqualTo("ok"));

    var stranger = node(new StoreInMemory(new LeasesInMemory()), 0, "10s", "127.0.0.1:" + port);

    await()
        .untilAsserted(
            () -> {
              var answer = ready(stranger);
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.body())
                  .contains("127.0.0.1:" + port + ": " + FormationRules.FOREIGN);
            });
    assertThat(ready(first).body()).isEqualTo("ok");
  }

  @Test
  void aStandbyThatItsStoreDoesNotAnswerServesAndSaysSo() throws Exception {
    var leases = new LeasesInMemory();
    var first = node(new StoreInMemory(leases), 0, "10s");
    await().untilAsserted(() -> assertThat(ready(first).body()).isEqualTo("ok"));
    var way = new StoreInMemory(leases);
    var standby = node(way, 0, "3s");
    await().untilAsserted(() -> assertThat(ready(standby).body()).isEqualTo("standby"));

    way.away = true;
    await()
        .untilAsserted(
            () -> {
              assertThat(ready(standby).statusCode()).isEqualTo(200);
              assertThat(ready(standby).body())
                  .isEqualTo("standby; its store does not answer, so it could not take over");
            });

    way.away = false;
    await().untilAsserted(() -> assertThat(ready(standby).body()).isEqualTo("standby"));
  }

  @Test
  void aLeaderWhoseStoreIsAwayGoesWithoutTheOthersHavingToDecide() throws Exception {
    var leases = new LeasesInMemory();
    var way = new StoreInMemory(leases);
    var first = node(way, 0, "2s");
    await().untilAsserted(() -> assertThat(ready(first).body()).isEqualTo("ok"));
    var second = new StoreInMemory(leases);
    var standby = node(second, 0, "2s");
    await().untilAsserted(() -> assertThat(ready(standby).body()).isEqualTo("standby"));

    second.away = true;
    way.away = true;
    assertThat(first.ending().toCompletableFuture().get(60, TimeUnit.SECONDS).message())
        .contains("lost the lease of the leader");
    first.close();
    second.away = false;

    await().untilAsserted(() -> assertThat(ready(standby).body()).isEqualTo("ok"));
    assertThat(standby.ending().toCompletableFuture()).isNotDone();
    assertThat(leases.read("partition")).as("nobody decided").isEmpty();
  }
}
