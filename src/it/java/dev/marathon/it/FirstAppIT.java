package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first app, and what becomes of it. */
class FirstAppIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void linesOfTheReadmeStartScaleAndStopRealProcesses() throws IOException {
    try (var node = NodeProcess.local(directory)) {
      ReadmeLines.type(node.api(), "sleep 61001");
    }
  }

  @Test
  void killedTaskIsReplacedAndAnAppThatExitsAtOnceBacksOff() throws IOException {
    var command = "sleep 61002";
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      api.post("/v2/apps", "{\"id\":\"/victim\",\"cmd\":\"exec " + command + "\",\"cpus\":0.1,\"mem\":32}");
      await().atMost(SOON).until(() -> Processes.running(command).size() == 1);
      long pid = Processes.running(command).iterator().next();

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      await()
          .atMost(SOON)
          .until(
              () ->
                  Processes.running(command).size() == 1
                      && !Processes.running(command).contains(pid));
      var failure = api.get("/v2/apps//victim?embed=app.lastTaskFailure").json();
      assertThat(failure.at("/app/lastTaskFailure/state").asText()).isEqualTo("TASK_FAILED");

      api.post(
          "/v2/apps",
          "{\"id\":\"/crasher\",\"cmd\":\"exit 3\",\"cpus\":0.1,\"mem\":32,\"backoffSeconds\":3600,\"maxLaunchDelaySeconds\":3600}");
      await()
          .atMost(SOON)
          .until(() -> api.get("/v2/queue").json().at("/queue/0/delay/timeLeftSeconds").asInt() > 3_000);
      assertThat(api.get("/v2/apps//crasher").json().at("/app/tasksRunning").asInt()).isZero();
    }
  }

  @Test
  void interruptEndsTheTasksAndTheNextStartBringsThemBack() throws Exception {
    var command = "sleep 61003";
    try (var node = NodeProcess.local(directory)) {
      node.api().post("/v2/apps", "{\"id\":\"/back\",\"cmd\":\"exec " + command + "\",\"cpus\":0.1,\"mem\":32}");
      await().atMost(SOON).until(() -> Processes.running(command).size() == 1);

      node.interrupt();

      node.exitCode();
      assertThat(Processes.running(command)).isEmpty();
      assertThat(node.output()).contains("1 task");
    }
    try (var node = NodeProcess.local(directory)) {
      await().atMost(SOON).until(() -> Processes.running(command).size() == 1);
      node.api().delete("/v2/apps//back");
      await().atMost(SOON).until(() -> Processes.running(command).isEmpty());
    }
  }
}
