package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of {@code examples/} does what it is there to show. */
class ExamplesIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();

  @TempDir static Path directory;

  private static NodeProcess node;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    node = NodeProcess.local(directory);
    api = node.api();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void nothingIsLeft() {
    api.delete("/v2/groups?force=true");
    await().atMost(SOON).until(() -> api.get("/v2/tasks").json().get("tasks").isEmpty());
    await().atMost(SOON).until(() -> api.get("/v2/deployments").json().isEmpty());
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }

  private static void create(String path, String body) {
    var reply = api.post(path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  /** The tasks of an app once so many run. */
  private static List<JsonNode> running(String app, int count) {
    return await("running: " + app)
        .atMost(SOON)
        .until(
            () -> {
              var tasks = new ArrayList<JsonNode>();
              api.get("/v2/apps/" + app + "/tasks").json().path("tasks").forEach(tasks::add);
              tasks.removeIf(task -> !task.path("state").asText().equals("TASK_RUNNING"));
              return tasks;
            },
            tasks -> tasks.size() == count);
  }

  /** What a task serves on its first port. */
  private static String page(JsonNode task, String path) {
    var server =
        new Api("http://" + task.get("host").asText() + ":" + task.at("/ports/0").asInt());
    return await("served on " + server.root())
        .atMost(SOON)
        .until(() -> server.get(path), reply -> reply.status() == 200)
        .body();
  }

  @Test
  void everyExampleIsTestedHere() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "fetch-archive.json",
              "greeter_framework.py",
              "group.json",
              "marathon-on-marathon.json",
              "sleep.json",
              "web-server.json");
    }
  }

  @Test
  void sleep() throws IOException {
    create("/v2/apps", example("sleep.json"));
    assertThat(running("/sleep", 1).get(0).get("appId").asText()).isEqualTo("/sleep");
  }

  @Test
  void webServerAnswersOnItsAssignedPorts() throws IOException {
    create("/v2/apps", example("web-server.json"));
    for (var task : running("/web/hello", 2)) {
      assertThat(task.at("/ports/0").asInt()).matches(Ports::ofTasks);
      assertThat(page(task, "/")).isEqualTo("Hello from " + task.get("id").asText() + "\n");
    }
  }

  @Test
  void archiveIsFetchedAndExtracted() throws Exception {
    var site = Files.createDirectories(directory.resolve("site"));
    Files.writeString(site.resolve("index.html"), "out of the archive");
    var archive = directory.resolve("marathon-example-site.tar.gz");
    run("tar", "-C", directory.toString(), "-czf", archive.toString(), "site");

    var example = example("fetch-archive.json");
    assertThat(example).contains("file:///tmp/marathon-example-site.tar.gz");
    create("/v2/apps", example.replace("/tmp/marathon-example-site.tar.gz", archive.toString()));

    assertThat(page(running("/fetched/site", 1).get(0), "/")).isEqualTo("out of the archive");
  }

  @Test
  void groupStartsWhatOthersDependOnFirst() throws IOException {
    create("/v2/groups", example("group.json"));
    var store = running("/shop/db/store", 1).get(0);
    for (var web : running("/shop/front/web", 2)) {
      assertThat(page(web, "/")).contains("Directory listing");
      assertThat(at(web, "stagedAt")).isAfter(at(store, "startedAt"));
    }
  }

  private static Instant at(JsonNode task, String field) {
    return Instant.parse(task.get(field).asText());
  }

  @Test
  void marathonRunsOnMarathon() throws IOException {
    var command = "sleep 60601";
    create(
        "/v2/apps",
        example("marathon-on-marathon.json")
            .replace("/opt/marathon", Path.of("").toAbsolutePath().toString())
            .replace("http://127.0.0.1:5050", node.master()));
    var task = running("/meta/marathon", 1).get(0);
    var inner = new Api("http://127.0.0.1:" + task.at("/ports/0").asInt());
    await().atMost(SOON).until(() -> inner.get("/readyz").status() == 200);

    var posted =
        inner.post(
            "/v2/apps",
            "{\"id\":\"/inner\",\"cmd\":\"exec " + command + "\",\"instances\":2,\"cpus\":0.1,\"mem\":16}");
    assertThat(posted.status()).as(posted.body()).isEqualTo(201);
    await().atMost(SOON).until(() -> Processes.running(command).size() == 2);

    assertThat(inner.get("/v2/info").json().get("frameworkId"))
        .isNotEqualTo(api.get("/v2/info").json().get("frameworkId"));
    assertThat(api.get("/v2/apps//inner").status()).isEqualTo(404);
    assertThat(inner.delete("/v2/apps//inner").status()).isEqualTo(200);
    await().atMost(SOON).until(() -> Processes.running(command).isEmpty());
  }

  @Test
  void anotherFrameworkGetsItsShareWhileMarathonGrows() throws Exception {
    var command = "sleep 60602";
    create(
        "/v2/apps",
        "{\"id\":\"/grows\",\"cmd\":\"exec " + command + "\",\"instances\":1,\"cpus\":0.1,\"mem\":16}");
    running("/grows", 1);
    var greeter = Files.createTempFile(directory, "greeter", ".out");
    var process =
        new ProcessBuilder(
                "python3", EXAMPLES.resolve("greeter_framework.py").toString(), node.master(), "5")
            .redirectErrorStream(true)
            .redirectOutput(greeter.toFile())
            .start();
    try {
      api.put("/v2/apps//grows", "{\"instances\":20}");
      running("/grows", 20);
      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var said = Files.readAllLines(greeter);
    assertThat(process.exitValue()).as(said.toString()).isZero();
    assertThat(said.stream().filter(line -> line.endsWith(" TASK_FINISHED")).distinct())
        .hasSize(5);
    assertThat(Processes.running(command)).hasSize(20);
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
