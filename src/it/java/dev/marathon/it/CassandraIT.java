package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share Cassandra. */
@TestInstance(Lifecycle.PER_CLASS)
class CassandraIT {

  private static final Duration LATER = Duration.ofSeconds(90);

  @TempDir Path directory;

  private CassandraServer cassandra;

  @BeforeAll
  void start() throws IOException {
    cassandra = CassandraServer.start();
  }

  @AfterAll
  void stop() throws IOException {
    cassandra.close();
  }

  /** In a keyspace of its own. */
  private SharedStore keyspace(String name) {
    return cassandra.keyspace(name);
  }

  private static String app(String id) {
    return "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"instances\":2,\"cpus\":0.1,\"mem\":16}";
  }

  private static boolean runs(NodeProcess node, String id) {
    return node.api().get("/v2/apps/" + id).json().at("/app/tasksRunning").asInt() == 2;
  }

  @Test
  void nodesThatStartTogetherAgreeAndAStandbyTakesOverWithAllThatWasAccepted() throws IOException {
    try (var cluster = new NodeCluster(directory, keyspace("takeover"), "--simulate")) {
      cluster.start();
      cluster.start();
      var first = cluster.leader();
      assertThat(first.api().post("/v2/apps", app("/kept")).status()).isEqualTo(201);
      await().atMost(LATER).until(() -> runs(first, "/kept"));
      var before = first.api().get("/v2/apps//kept/tasks").json().findValuesAsText("id");

      first.kill();

      var second = cluster.leader();
      assertThat(second.api().get("/v2/apps//kept/tasks").json().findValuesAsText("id"))
          .containsExactlyInAnyOrderElementsOf(before);
      assertThat(second.api().post("/v2/apps", app("/next")).status()).isEqualTo(201);
      await().atMost(LATER).until(() -> runs(second, "/next"));
    }
  }

  @Test
  void whatCannotBeStoredIsRefusedUntilTheStoreIsBack() throws IOException {
    try (var cluster = new NodeCluster(directory, keyspace("away"), "--simulate")) {
      cluster.start();
      var node = cluster.leader();
      assertThat(node.api().post("/v2/apps", app("/kept")).status()).isEqualTo(201);
      node.kill();
      cassandra.kill();

      var waiting = cluster.start();
      assertThat(waiting.api().get("/v2/apps").status()).isEqualTo(503);
      await().atMost(LATER).until(() -> waiting.log().contains("trying again"));

      cassandra.startAgain();

      await().atMost(LATER).until(() -> waiting.api().get("/v2/apps//kept").status() == 200);
      await().atMost(LATER).until(() -> runs(waiting, "/kept"));
    }
  }

  @Test
  void aJournalMovesFromSqliteToCassandraAndBack() throws IOException {
    try (var mesos = NodeProcess.cluster(directory.resolve("mesos"), 0, "--simulate")) {
      var file = directory.resolve("sqlite/journal.db");
      var master = mesos.master();
      try (var node = server(master, "--data", file.getParent().toString())) {
        assertThat(node.api().post("/v2/apps", app("/moved")).status()).isEqualTo(201);
        await().atMost(LATER).until(() -> runs(node, "/moved"));
        node.terminate();
      }
      assertThat(copy(file.toString(), cassandra.url("moved"))).contains("events");
      try (var node = server(master, "--cluster-port", "0", "--store", cassandra.url("moved"))) {
        await().atMost(LATER).until(() -> runs(node, "/moved"));
        assertThat(node.api().post("/v2/apps", app("/later")).status()).isEqualTo(201);
        await().atMost(LATER).until(() -> runs(node, "/later"));
        node.terminate();
      }
      assertThat(copy(file.toString(), cassandra.url("moved"))).contains("not empty");
      var back = directory.resolve("back/journal.db");
      Files.createDirectories(back.getParent());
      assertThat(copy(cassandra.url("moved"), back.toString())).contains("events");
      try (var node = server(master, "--data", back.getParent().toString())) {
        await().atMost(LATER).until(() -> runs(node, "/moved") && runs(node, "/later"));
      }
    }
  }

  private NodeProcess server(String master, String... options) throws IOException {
    var all = new ArrayList<>(List.of("server", "--http-port", "0", "--master", master));
    all.addAll(List.of(options));
    return NodeProcess.start(directory, all.toArray(String[]::new)).awaitReady();
  }

  private String copy(String from, String to) throws IOException {
    var process = NodeProcess.start(directory, "store", "copy", from, to);
    process.exitCode();
    return process.log();
  }

  @Test
  void tablesThatAreMissingAreNamed() throws IOException {
    try (var node =
        NodeProcess.start(
            directory,
            "server", "--http-port", "0", "--master", "http://127.0.0.1:1",
            "--store", cassandra.url("nowhere"), "--set", "store.create-schema=false")) {
      assertThat(node.exitCode()).isEqualTo(112);
      assertThat(node.errors()).contains("keyspace nowhere").contains("marathon store schema cassandra");
    }
  }
}
