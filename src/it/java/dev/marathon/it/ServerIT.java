package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node and its Mesos cluster as two processes, either of which may die at any time. */
class ServerIT {

  private static final Duration LATER = Duration.ofSeconds(90);
  private static final String COMMAND = "sleep 60701" + ProcessHandle.current().pid();
  private static final String APP = "/served";

  @TempDir Path directory;

  private int port;
  private NodeProcess cluster;
  private NodeProcess node;

  @BeforeEach
  void start() throws IOException {
    port = Ports.free();
    startCluster();
    startNode();
  }

  @AfterEach
  void stop() {
    node.close();
    cluster.close();
    Processes.kill(COMMAND);
  }

  private void startCluster() throws IOException {
    cluster = NodeProcess.cluster(directory, port, "--agents", "2");
  }

  private void startNode(String... more) throws IOException {
    node = NodeProcess.server(directory, "http://127.0.0.1:" + port, more).awaitReady();
  }

  private void create(int instances) {
    var reply =
        node.api()
            .post(
                "/v2/apps",
                "{\"id\":\"%s\",\"cmd\":\"exec %s\",\"instances\":%d,\"cpus\":0.1,\"mem\":16}"
                    .formatted(APP, COMMAND, instances));
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  private Set<Long> awaitRunning(int count) {
    await()
        .atMost(LATER)
        .untilAsserted(
            () -> assertThat(Processes.running(COMMAND)).as("of %s", node).hasSize(count));
    var api = node.api();
    await("seen running: " + node)
        .atMost(LATER)
        .until(
            () -> {
              var app = api.get("/v2/apps/" + APP).json().path("app");
              return app.path("tasksRunning").asInt() == count
                  && app.path("deployments").isEmpty();
            });
    return Processes.running(COMMAND);
  }

  private void scale(int instances) {
    var reply = node.api().put("/v2/apps/" + APP, "{\"instances\":" + instances + "}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private String frameworkId() {
    return node.api().get("/v2/info").json().get("frameworkId").asText();
  }

  @Test
  void behavesAsLocalAndSurvivesTheDeathOfEitherAndBoth() throws IOException {
    ReadmeLines.type(node.api(), COMMAND);
    create(4);
    var pids = awaitRunning(4);
    var framework = frameworkId();

    cluster.kill();
    scale(6);
    assertThat(Processes.running(COMMAND)).isEqualTo(pids);
    startCluster();
    assertThat(awaitRunning(6)).containsAll(pids);
    assertThat(frameworkId()).isEqualTo(framework);

    pids = Processes.running(COMMAND);
    node.kill();
    assertThat(Processes.running(COMMAND)).isEqualTo(pids);
    startNode();
    assertThat(awaitRunning(6)).isEqualTo(pids);

    cluster.kill();
    node.kill();
    startCluster();
    startNode();
    assertThat(awaitRunning(6)).isEqualTo(pids);
    await().atMost(LATER).until(() -> frameworkId().equals(framework));

    scale(2);
    assertThat(pids).containsAll(awaitRunning(2));
    assertThat(node.api().delete("/v2/apps/" + APP).status()).isEqualTo(200);
    await().atMost(LATER).until(() -> Processes.running(COMMAND).isEmpty());
  }

  @Test
  void frameworkThatMesosRemovedEndsTheNodeUntilTheOperatorWantsANewOne() throws Exception {
    create(2);
    var pids = awaitRunning(2);
    var framework = frameworkId();

    var answer =
        new Api(cluster.master())
            .postForm("/master/teardown", "frameworkId=" + framework);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(node.exitCode()).as(node.toString()).isEqualTo(110);
    assertThat(node.errors()).contains("marathon: ").contains("--new-framework-id");
    await().atMost(LATER).until(() -> Processes.running(COMMAND).isEmpty());

    node = NodeProcess.server(directory, cluster.master());
    assertThat(node.exitCode()).as(node.toString()).isEqualTo(110);

    startNode("--new-framework-id");
    assertThat(awaitRunning(2)).doesNotContainAnyElementsOf(pids);
    assertThat(frameworkId()).isNotEqualTo(framework);
  }

  @Test
  void frameworkThatAnotherTookOverEndsTheNode() throws Exception {
    create(1);
    var pids = awaitRunning(1);
    try (var other = OtherScheduler.subscribe(cluster.master(), frameworkId())) {
      assertThat(other.firstEvent()).contains("SUBSCRIBED");
      assertThat(node.exitCode()).as(node.toString()).isEqualTo(104);
      assertThat(node.errors()).contains("marathon: another instance took the framework over");
      assertThat(Processes.running(COMMAND)).isEqualTo(pids);
    }
  }
}
