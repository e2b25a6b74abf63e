package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades of ten web servers that are in use all the time. */
class RollingUpgradeIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int INSTANCES = 10;
  private static final int CEILING = 15;

  /** Warms up before it is of use, and finishes what was sent to it when it is told to end. */
  private static final String SERVER =
      """
      import os, signal, sys, threading, time
      from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

      started = time.monotonic()

      class Handler(BaseHTTPRequestHandler):
          def do_GET(self):
              warm = time.monotonic() - started > 1
              body = sys.argv[1].encode()
              self.send_response(200 if warm or self.path == '/health' else 503)
              self.send_header('Content-Length', str(len(body)))
              self.end_headers()
              self.wfile.write(body)

          def log_message(self, *arguments):
              pass

      class Server(ThreadingHTTPServer):
          request_queue_size = 128

      signal.signal(signal.SIGTERM, lambda *x: threading.Timer(2, os._exit, [0]).start())
      Server(('', int(os.environ['PORT0'])), Handler).serve_forever()
      """;

  @TempDir private static Path directory;
  private static NodeProcess node;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    node = NodeProcess.local(directory);
    api = node.api();
    assertThat(api.post("/v2/apps", app()).status()).isEqualTo(201);
    await().atMost(SOON).until(RollingUpgradeIT::idle);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String command(String version) throws IOException {
    var script = directory.resolve("server.py");
    if (!Files.exists(script)) {
      Files.writeString(script, SERVER);
    }
    return "exec python3 -ES " + script + " " + version;
  }

  private static String app() throws IOException {
    return """
        {"id":"/web","cmd":"%s","cpus":0.01,"mem":16,"instances":%d,
         "taskKillGracePeriodSeconds":20,
         "portDefinitions":[{"port":0,"name":"http"}],
         "upgradeStrategy":{"minimumHealthCapacity":1.0,"maximumOverCapacity":0.5},
         "healthChecks":[{"protocol":"HTTP","path":"/health","portIndex":0,"intervalSeconds":1,
                          "timeoutSeconds":5,"maxConsecutiveFailures":0}],
         "readinessChecks":[{"portName":"http","path":"/","intervalSeconds":2,"timeoutSeconds":1}]}"""
        .formatted(command("one"), INSTANCES);
  }

  private static boolean idle() {
    return api.get("/v2/deployments").json().isEmpty();
  }

  private static JsonNode web() {
    return api.get("/v2/apps//web").json().path("app");
  }

  private static Set<String> tasks() {
    var ids = new HashSet<String>();
    web().path("tasks").forEach(task -> ids.add(task.path("id").asText()));
    return ids;
  }

  @Test
  void anUpgradeLosesNoRequestAndKeepsItsPromises() throws IOException {
    var before = tasks();
    try (var visitors = new Visitors(api, "/web")) {
      await().atMost(SOON).until(() -> visitors.served("one") > 100);
      var upgrade = api.put("/v2/apps//web", "{\"cmd\":\"" + command("two") + "\"}");
      assertThat(upgrade.status()).isEqualTo(200);
      await().atMost(SOON).until(RollingUpgradeIT::idle);
      visitors.forget();
      await().atMost(SOON).until(() -> visitors.served("two") > 100);

      assertThat(visitors.lost()).isEmpty();
      assertThat(visitors.fewestUsable()).isGreaterThanOrEqualTo(INSTANCES);
      assertThat(visitors.mostLive()).isBetween(INSTANCES + 1, CEILING);
    }
    assertThat(tasks()).hasSize(INSTANCES).doesNotContainAnyElementsOf(before);
  }

  @Test
  void aBrokenVersionIsStoppedAndTakenBackByOneCall() {
    var before = tasks();
    var command = web().path("cmd").asText();
    try (var visitors = new Visitors(api, "/web")) {
      api.put("/v2/apps//web", "{\"cmd\":\"exit 7\"}");
      await().atMost(SOON).until(() -> failure().contains("exited with status 7"));
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !idle());
      assertThat(tasks()).containsAll(before);

      var id = api.get("/v2/deployments").json().at("/0/id").asText();
      assertThat(api.delete("/v2/deployments/" + id).status()).isEqualTo(200);
      await().atMost(SOON).until(RollingUpgradeIT::idle);

      assertThat(visitors.lost()).isEmpty();
      assertThat(visitors.served()).isGreaterThan(100);
      assertThat(visitors.fewestUsable()).isGreaterThanOrEqualTo(INSTANCES);
      assertThat(visitors.mostLive()).isLessThanOrEqualTo(CEILING);
    }
    assertThat(tasks()).isEqualTo(before);
    assertThat(web().path("cmd").asText()).isEqualTo(command);
  }

  private static String failure() {
    return web().at("/lastTaskFailure/message").asText();
  }
}
