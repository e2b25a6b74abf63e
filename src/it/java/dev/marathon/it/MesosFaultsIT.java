package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.local.Faults;
import dev.marathon.local.LocalCluster;
import dev.marathon.local.LocalClusterConfig;
import dev.marathon.local.master.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own, and a Mesos cluster in this one, which fails to order. */
class MesosFaultsIT {

  private static final Duration LATER = Duration.ofSeconds(90);
  private static final String COMMAND = "sleep 60801" + ProcessHandle.current().pid();
  private static final String APP = "/faulty";
  private static final String EVENLY = ",\"constraints\":[[\"hostname\",\"GROUP_BY\"]]";

  @TempDir static Path directory;

  private static LocalCluster cluster;
  private static Faults faults;
  private static NodeProcess node;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        LocalCluster.start(
            LocalClusterConfig.at(directory.resolve("cluster"))
                .withAgents(2, "cpus:4;mem:4096;disk:10000;" + Ports.ofTasks(), "")
                .withSettings(
                    Settings.defaults()
                        .withAllocationInterval(Duration.ofMillis(200))
                        .withAgentTimeout(Duration.ofSeconds(1))));
    faults = cluster.faults();
    node = NodeProcess.server(directory, cluster.master().toString()).awaitReady();
    api = node.api();
  }

  @AfterAll
  static void stop() {
    node.close();
    cluster.close();
    Processes.kill(COMMAND);
  }

  @AfterEach
  void everyTaskEnds() {
    api.delete("/v2/apps/" + APP);
    await().atMost(LATER).until(() -> Processes.running(COMMAND).isEmpty());
    await().atMost(LATER).until(() -> api.get("/v2/deployments").json().isEmpty());
    assertThat(node.alive()).isTrue();
  }

  private static void create(int instances, String more) {
    var reply =
        api.post(
            "/v2/apps",
            "{\"id\":\"%s\",\"cmd\":\"exec %s\",\"instances\":%d,\"cpus\":0.1,\"mem\":16%s}"
                .formatted(APP, COMMAND, instances, more));
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  private static void scale(int instances) {
    var reply = api.put("/v2/apps/" + APP, "{\"instances\":" + instances + "}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private static Set<Long> awaitRunning(int count) {
    await("runs: " + node).atMost(LATER).until(() -> states("TASK_RUNNING").size() == count);
    await().atMost(LATER).until(() -> Processes.running(COMMAND).size() == count);
    await().atMost(LATER).until(() -> api.get("/v2/deployments").json().isEmpty());
    return Processes.running(COMMAND);
  }

  private static List<JsonNode> states(String state) {
    var tasks = new ArrayList<JsonNode>();
    api.get("/v2/apps/" + APP + "/tasks").json().path("tasks").forEach(tasks::add);
    tasks.removeIf(task -> !task.path("state").asText().equals(state));
    return tasks;
  }

  @Test
  void masterStartsAgain() {
    create(3, "");
    var pids = awaitRunning(3);

    faults.restartMaster();
    scale(5);

    assertThat(awaitRunning(5)).containsAll(pids);
  }

  @Test
  void streamBreaksBetweenAndWithinRecords() {
    create(2, "");
    var pids = awaitRunning(2);
    for (int count = 3; count < 7; count++) {
      scale(count);
      if (count % 2 == 0) {
        faults.cutStreams();
      } else {
        faults.cutStreamsWithinRecord();
      }
      var now = awaitRunning(count);
      assertThat(now).containsAll(pids);
      pids = now;
    }
  }

  @Test
  void updatesThatAreRepeatedChangeNothing() throws Exception {
    create(3, "");
    awaitRunning(3);
    var tasks = new TreeSet<String>();
    states("TASK_RUNNING").forEach(task -> tasks.add(task.toString()));
    try (var events = api.events("event_type=status_update_event&event_type=deployment_success")) {
      faults.repeatUpdates();
      faults.repeatUpdates();
      scale(4);
      awaitRunning(4);
      var told = new ArrayList<String>();
      for (var event = events.next();
          !event.type().equals("deployment_success");
          event = events.next()) {
        told.add(event.data().get("taskStatus").asText());
      }
      assertThat(told).containsExactly("TASK_STARTING", "TASK_RUNNING");
    }
    assertThat(states("TASK_RUNNING").stream().map(JsonNode::toString)).containsAll(tasks);
  }

  @Test
  void offersAreRescindedWhileTheyAreUsed() {
    create(1, ",\"backoffSeconds\":0");
    var pids = awaitRunning(1);
    scale(30);
    var rescinded = new AtomicInteger();
    await()
        .atMost(LATER)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              faults.rescindOffers();
              return rescinded.incrementAndGet() > 200;
            });
    assertThat(awaitRunning(30)).containsAll(pids);
  }

  @Test
  void tasksOfALostAgentAreReplacedAndEndedWhenItComesBack() {
    create(4, EVENLY);
    awaitRunning(4);
    assertThat(hosts()).isEqualTo(2);

    faults.loseAgent(0);
    await("replaced: " + node)
        .atMost(LATER)
        .until(() -> states("TASK_RUNNING").size() == 4 && Processes.running(COMMAND).size() > 4);
    faults.bringBackAgent(0);

    awaitRunning(4);
  }

  @Test
  void tasksOfALostAgentAreWaitedForIfTheAppSaysSo() {
    create(
        4,
        EVENLY
            + ",\"unreachableStrategy\":{\"inactiveAfterSeconds\":3600,\"expungeAfterSeconds\":7200}");
    var pids = awaitRunning(4);

    faults.freezeAgent(0);
    await("unreachable: " + node)
        .atMost(LATER)
        .until(() -> states("TASK_UNREACHABLE").size() == 2);
    assertThat(Processes.running(COMMAND)).isEqualTo(pids);
    faults.bringBackAgent(0);

    assertThat(awaitRunning(4)).isEqualTo(pids);
  }

  private static long hosts() {
    return states("TASK_RUNNING").stream()
        .map(task -> task.get("slaveId").asText())
        .distinct()
        .count();
  }
}
