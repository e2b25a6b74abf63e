package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share PostgreSQL: one leads, the others stand by and take over. */
class ClusterIT {

  private static final Duration LATER = Duration.ofSeconds(60);

  @TempDir Path directory;

  private NodeCluster cluster() throws IOException {
    return new NodeCluster(directory, PostgresServer.start(), "--simulate", "--agents", "3");
  }

  private static String app(String id) {
    return "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"instances\":1,\"cpus\":0.1,\"mem\":16}";
  }

  @Test
  void nodesThatStartTogetherAgreeOnOneLeaderAndTheOthersRedirect() throws IOException {
    try (var cluster = cluster()) {
      var nodes = List.of(cluster.start(), cluster.start(), cluster.start());
      var leader = cluster.leader();
      assertThat(nodes).filteredOn(n -> n.api().get("/v1/debug/isLeader").body().equals("true")).hasSize(1);

      var standby = cluster.standby().api();
      var url = leader.api().root();
      var redirected = standby.post("/v2/apps?force=true&x=%2F", app("/by-standby"));
      assertThat(redirected.status()).isEqualTo(307);
      assertThat(redirected.header("Location")).isEqualTo(url + "/v2/apps?force=true&x=%2F");
      assertThat(standby.get("/v2/apps//a/b%20c").header("Location")).isEqualTo(url + "/v2/apps//a/b%20c");
      assertThat(standby.get("/v2/events").status()).isEqualTo(302);
      assertThat(standby.get("/v2/events?event_type=x").header("Location")).isEqualTo(url + "/v2/events?event_type=x");
      assertThat(standby.get("/ui/app.js").header("Location")).isEqualTo(url + "/ui/app.js");
      for (var local : List.of("/ping", "/livez", "/readyz")) {
        assertThat(standby.get(local).status()).as(local).isEqualTo(200);
        assertThat(standby.get(local).header("X-Marathon-Leader")).isEqualTo(url);
      }
      assertThat(standby.get("/v1/debug/leaderUrl").body()).isEqualTo(url.substring("http://".length()));
    }
  }

  @Test
  void aStandbyTakesOverFromAKilledLeaderWithAllThatWasAccepted() throws IOException {
    try (var cluster = cluster()) {
      cluster.start();
      cluster.start();
      var first = cluster.leader();
      assertThat(first.api().post("/v2/apps", app("/kept")).status()).isEqualTo(201);

      first.kill();

      var second = cluster.leader();
      assertThat(second.api().get("/v2/apps//kept").status()).isEqualTo(200);
      assertThat(second.api().post("/v2/apps", app("/next")).status()).isEqualTo(201);
      await()
          .atMost(LATER)
          .until(() -> second.api().get("/v2/apps//next").json().at("/app/tasksRunning").asInt() == 1);
    }
  }

  @Test
  void aForwardingStandbyAnswersAsTheLeader() throws Exception {
    try (var cluster = cluster()) {
      cluster.start("--standby", "proxy");
      cluster.start("--standby", "proxy");
      var leader = cluster.leader().api();
      var standby = cluster.standby().api();

      var created = standby.post("/v2/apps", app("/forwarded"));
      assertThat(created.status()).as(created.body()).isEqualTo(201);
      assertThat(created.header("X-Marathon-Leader")).isEqualTo(leader.root());
      assertThat(created.header("X-Marathon-Via")).isEqualTo("1.1 " + standby.root().substring("http://".length()));
      assertThat(standby.get("/v2/leader").json().get("leader").asText())
          .isEqualTo(leader.root().substring("http://".length()));
      assertThat(standby.send(standby.request("/v2/apps").header("Origin", standby.root()).GET()).status())
          .isEqualTo(200);
      assertThat(
              standby
                  .send(
                      standby.request("/v2/apps")
                          .header("X-Marathon-Via", "1.1 " + standby.root().substring("http://".length()))
                          .GET())
                  .status())
          .isEqualTo(502);

      var seen = new CompletableFuture<String>();
      var stream =
          HttpClient.newHttpClient()
              .sendAsync(
                  HttpRequest.newBuilder(URI.create(standby.root() + "/v2/events"))
                      .header("Accept", "text/event-stream")
                      .build(),
                  BodyHandlers.ofLines());
      var unused =
          stream.thenAcceptAsync(
              answer ->
                  answer.body().filter(line -> line.contains("/by-stream")).findFirst().ifPresent(seen::complete));
      await()
          .atMost(LATER)
          .until(
              () -> {
                standby.put("/v2/apps//by-stream", app("/by-stream"));
                return seen.isDone();
              });
    }
  }

  @Test
  void aLeaderThatIsAskedToStopHandsOver() throws IOException {
    try (var cluster = cluster()) {
      cluster.start();
      cluster.start();
      var first = cluster.leader();
      first.api().post("/v2/apps", app("/kept"));

      first.terminate();

      assertThat(cluster.leader().api().get("/v2/apps//kept").status()).isEqualTo(200);
    }
  }

  @Test
  void aLeaderThatAbdicatesEndsWithItsOwnCode() throws IOException {
    try (var cluster = cluster()) {
      cluster.start();
      cluster.start();
      var first = cluster.leader();

      assertThat(first.api().delete("/v2/leader").json().get("message").asText())
          .isEqualTo("Leadership abdicated");

      assertThat(first.exitCode()).isEqualTo(105);
      cluster.leader();
    }
  }

  @Test
  void aPausedLeaderEndsWithoutAnotherWordWhenItWakes() throws Exception {
    try (var cluster = cluster()) {
      cluster.start();
      cluster.start();
      var first = cluster.leader();
      first.signal("STOP");
      try {
        await()
            .atMost(LATER)
            .until(
                () ->
                    cluster.nodes().stream()
                        .filter(node -> node != first)
                        .anyMatch(node -> node.api().get("/v1/debug/isLeader").body().equals("true")));
      } finally {
        first.signal("CONT");
      }
      assertThat(first.exitCode()).isEqualTo(103);
      assertThat(first.errors()).contains("lost the lease of the leader");
      var second = cluster.leader();
      assertThat(second.api().post("/v2/apps", app("/after")).status()).isEqualTo(201);
    }
  }
}
