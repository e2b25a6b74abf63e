package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.testing.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of real processes. */
class HealthIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  private static String check(String protocol, int failures, String more) {
    return """
        {"protocol":"%s","portIndex":0,"gracePeriodSeconds":30,"intervalSeconds":1,
         "timeoutSeconds":5,"delaySeconds":0,"maxConsecutiveFailures":%d%s}"""
        .formatted(protocol, failures, more);
  }

  private static String app(String id, int instances, String command, String more) {
    return """
        {"id":"%s","cmd":"%s","cpus":0.1,"mem":64,"instances":%d,
         "portDefinitions":[{"port":0,"name":"http"}]%s}"""
        .formatted(id, command, instances, more);
  }

  private static JsonNode app(Api api, String id) {
    return api.get("/v2/apps/" + id + "?embed=app.lastTaskFailure").json().path("app");
  }

  private static boolean healthy(Api api, String id, int count) {
    return app(api, id).path("tasksHealthy").asInt() == count;
  }

  private static Set<String> tasks(Api api, String id) {
    var ids = new TreeSet<String>();
    app(api, id).path("tasks").forEach(task -> ids.add(task.path("id").asText()));
    return ids;
  }

  private static JsonNode deployments(Api api) {
    return api.get("/v2/deployments").json();
  }

  @Test
  void unhealthyTaskIsKilledAndReplaced() throws IOException {
    var ill = directory.resolve("ill");
    var checks = ",\"healthChecks\":[" + check("HTTP", 2, ",\"path\":\"/health\"") + "]";
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      api.post("/v2/apps", app("/web", 1, WebServer.command(ill), checks));
      await().atMost(SOON).until(() -> deployments(api).isEmpty() && healthy(api, "/web", 1));
      var before = tasks(api, "/web");
      var result = app(api, "/web").at("/tasks/0/healthCheckResults/0");
      assertThat(result.path("alive").asBoolean()).isTrue();
      assertThat(result.path("consecutiveFailures").asInt()).isZero();
      assertThat(result.has("lastSuccess")).isTrue();

      Files.createFile(ill);
      await().atMost(SOON).until(() -> app(api, "/web").has("lastTaskFailure"));
      Files.delete(ill);
      var failure = app(api, "/web").path("lastTaskFailure");
      assertThat(failure.path("state").asText()).isEqualTo("TASK_KILLED");
      assertThat(failure.path("message").asText()).contains("2 times in a row").contains("500");
      assertThat(before).containsExactly(failure.path("taskId").asText());
      await()
          .atMost(SOON)
          .until(() -> healthy(api, "/web", 1) && !tasks(api, "/web").equals(before));
      api.delete("/v2/apps//web");
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
    }
  }

  @Test
  void healthOutlivesTheNodeAndProbesGoOn() throws IOException {
    var ill = directory.resolve("ill");
    var checks = ",\"healthChecks\":[" + check("HTTP", 0, "") + "]";
    Set<String> before;
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      api.post("/v2/apps", app("/web", 1, WebServer.command(ill), checks));
      await().atMost(SOON).until(() -> deployments(api).isEmpty() && healthy(api, "/web", 1));
      before = tasks(api, "/web");
      node.kill();
    }
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      var taken = app(api, "/web");
      assertThat(taken.path("tasksHealthy").asInt()).as(taken.toString()).isEqualTo(1);
      assertThat(tasks(api, "/web")).isEqualTo(before);

      Files.createFile(ill);
      await().atMost(SOON).until(() -> app(api, "/web").path("tasksUnhealthy").asInt() == 1);
      api.delete("/v2/apps//web");
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
    }
  }

  @Test
  void brokenVersionStopsTheUpgradeKeepsTheOldTasksAndIsRolledBackByOneCall() throws IOException {
    var never = directory.resolve("never");
    var always = Files.createFile(directory.resolve("always"));
    var more =
        ",\"upgradeStrategy\":{\"minimumHealthCapacity\":1,\"maximumOverCapacity\":0.5},"
            + "\"healthChecks\":["
            + check("HTTP", 0, "")
            + "]";
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      api.post("/v2/apps", app("/web", 2, WebServer.command(never), more));
      await().atMost(SOON).until(() -> deployments(api).isEmpty() && healthy(api, "/web", 2));
      var old = tasks(api, "/web");

      var upgrade =
          api.put(
              "/v2/apps//web",
              "{\"cmd\":\"%s\"}".formatted(WebServer.command(always)));
      assertThat(upgrade.status()).isEqualTo(200);
      // The new task is there and is seen to be ill; the old ones stay.
      await()
          .atMost(SOON)
          .until(
              () ->
                  app(api, "/web").path("tasks").findValues("lastFailureCause").stream()
                      .anyMatch(cause -> cause.asText().contains("500")));
      await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> healthy(api, "/web", 2));
      assertThat(tasks(api, "/web")).containsAll(old).hasSize(3);
      assertThat(deployments(api)).hasSize(1);

      var id = deployments(api).at("/0/id").asText();
      assertThat(api.delete("/v2/deployments/" + id).status()).isEqualTo(200);
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
      assertThat(tasks(api, "/web")).isEqualTo(old);
      assertThat(healthy(api, "/web", 2)).isTrue();
      api.delete("/v2/apps//web");
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
    }
  }

  @Test
  void upgradeWaitsForReadinessAndShowsIt() throws IOException {
    var notReady = directory.resolve("not-ready");
    var more =
        ",\"readinessChecks\":[{\"name\":\"up\",\"portName\":\"http\",\"intervalSeconds\":2,"
            + "\"timeoutSeconds\":1,\"preserveLastResponse\":true}]";
    Files.createFile(notReady);
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      api.post("/v2/apps", app("/web", 1, WebServer.command(notReady), more));
      var results = "/0/currentActions/0/readinessCheckResults";
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                var seen = deployments(api);
                assertThat(seen.at(results + "/0/lastResponse/status").asInt())
                    .as("%s of %s", seen, app(api, "/web"))
                    .isEqualTo(500);
              });
      var result = deployments(api).at(results + "/0");
      assertThat(result.path("name").asText()).isEqualTo("up");
      assertThat(result.path("ready").asBoolean(true)).isFalse();
      assertThat(tasks(api, "/web")).containsExactly(result.path("taskId").asText());
      var embedded = api.get("/v2/apps//web?embed=app.readiness").json();
      assertThat(embedded.at("/app/readinessCheckResults")).hasSize(1);

      Files.delete(notReady);
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
      api.delete("/v2/apps//web");
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS", "TCP", "COMMAND", "MESOS_HTTP", "MESOS_HTTPS", "MESOS_TCP"})
  void everyProtocolTellsHealthyFromUnhealthy(String protocol) throws Exception {
    var ill = directory.resolve("ill");
    var command =
        protocol.endsWith("HTTPS")
            ? WebServer.command(ill, SelfSigned.create(directory, "web").keystore())
            : WebServer.command(ill);
    var checks =
        List.of(
            protocol.equals("COMMAND")
                ? check(protocol, 2, ",\"command\":{\"value\":\"test ! -e " + ill + "\"}")
                    .replace("\"portIndex\":0,", "")
                : check(protocol, 2, ""));
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      api.post("/v2/apps", app("/web", 1, command, ",\"healthChecks\":" + checks));
      await().atMost(SOON).until(() -> deployments(api).isEmpty() && healthy(api, "/web", 1));
      assertThat(app(api, "/web").at("/tasks/0/healthCheckResults/0/alive").asBoolean()).isTrue();
      if (!protocol.endsWith("TCP")) {
        var before = tasks(api, "/web");
        Files.createFile(ill);
        await().atMost(SOON).until(() -> !tasks(api, "/web").equals(before));
      }
      api.delete("/v2/apps//web?force=true");
      await().atMost(SOON).until(() -> deployments(api).isEmpty());
    }
  }
}
