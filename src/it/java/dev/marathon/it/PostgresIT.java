package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose journal is in PostgreSQL. */
class PostgresIT {

  private static final Duration LATER = Duration.ofSeconds(60);

  @TempDir Path directory;

  private NodeProcess cluster() throws IOException {
    return NodeProcess.cluster(directory.resolve("cluster"), 0, "--simulate");
  }

  private NodeProcess server(PostgresServer postgres, NodeProcess cluster) throws IOException {
    return NodeProcess.start(
        directory,
        "server", "--http-port", "0", "--master", cluster.master(),
        "--store", postgres.url(), "--set", "store.user=" + PostgresServer.user());
  }

  private static String app(String id) {
    return "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"instances\":2,\"cpus\":0.1,\"mem\":16}";
  }

  @Test
  void whatWasAcceptedIsThereAfterACrash() throws IOException {
    try (var postgres = PostgresServer.start();
        var cluster = cluster()) {
      try (var node = server(postgres, cluster).awaitReady()) {
        assertThat(node.api().post("/v2/apps", app("/kept")).status()).isEqualTo(201);
        node.kill();
      }
      try (var node = server(postgres, cluster).awaitReady()) {
        await()
            .atMost(LATER)
            .until(() -> node.api().get("/v2/apps//kept").json().at("/app/tasksRunning").asInt() == 2);
      }
    }
  }

  @Test
  void aNodeWaitsForItsStoreAndSaysWhy() throws IOException {
    try (var postgres = PostgresServer.start();
        var cluster = cluster()) {
      postgres.kill();
      try (var node = server(postgres, cluster)) {
        assertThat(node.api().get("/v2/apps").status()).isEqualTo(503);
        assertThat(node.api().get("/livez").status()).isEqualTo(200);
        await().atMost(LATER).until(() -> node.log().contains("trying again"));

        postgres.startAgain();

        node.awaitReady();
        assertThat(node.api().post("/v2/apps", app("/late")).status()).isEqualTo(201);
      }
    }
  }

  @Test
  void wrongDatabaseIsOneClearLine() throws IOException {
    try (var postgres = PostgresServer.start()) {
      try (var node =
          NodeProcess.start(
              directory,
              "server", "--http-port", "0", "--master", "http://127.0.0.1:1",
              "--store", postgres.url().replace("/postgres", "/nowhere"),
              "--set", "store.user=" + PostgresServer.user())) {
        assertThat(node.exitCode()).isEqualTo(112);
        assertThat(node.errors()).contains("nowhere").contains("does not exist");
      }
    }
  }

  @Test
  void aJournalMovesFromSqliteToPostgresAndBackIntoAFileWhileInUse() throws Exception {
    try (var postgres = PostgresServer.start();
        var cluster = cluster()) {
      var sqlite = directory.resolve("sqlite");
      try (var node =
          NodeProcess.start(
                  directory,
                  "server", "--http-port", "0", "--master", cluster.master(), "--data", sqlite.toString())
              .awaitReady()) {
        assertThat(node.api().post("/v2/apps", app("/moved")).status()).isEqualTo(201);
        node.terminate();
      }
      assertThat(copy(sqlite.resolve("journal.db").toString(), postgres.url())).contains("events");

      try (var node = server(postgres, cluster).awaitReady()) {
        assertThat(node.api().get("/v2/apps//moved").status()).isEqualTo(200);
        assertThat(node.api().post("/v2/apps", app("/later")).status()).isEqualTo(201);
        assertThat(copy(postgres.url(), directory.resolve("backup.db").toString())).contains("events");
      }
      assertThat(copy(directory.resolve("backup.db").toString(), postgres.url())).contains("not empty");
    }
  }

  private String copy(String from, String to) throws IOException {
    var process = NodeProcess.start(directory, "store", "copy", from, to, "--user", PostgresServer.user());
    process.exitCode();
    return process.log();
  }
}
