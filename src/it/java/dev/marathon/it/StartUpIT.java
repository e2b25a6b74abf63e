package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node starts, how it says that it cannot, and how it ends by a signal. */
class StartUpIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final int FAILED = 107;
  private static final int CANNOT_BIND = 111;
  private static final int USAGE = 112;

  @TempDir Path directory;

  /** Starts what must not start. */
  private void refused(int code, String said, String... arguments) throws IOException {
    try (var node = NodeProcess.start(directory, arguments)) {
      assertThat(node.exitCode()).as(node.toString()).isEqualTo(code);
      var lines = node.errors().lines().toList();
      assertThat(lines).as("one line, and at most where to find help").hasSizeBetween(1, 2);
      assertThat(lines.get(0)).startsWith("marathon: ").contains(said);
      assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("Try 'marathon"));
      assertThat(node.output()).isEmpty();
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "local", "server", "store"})
  void helpSaysHowToUseEachCommand(String command) throws IOException {
    var arguments = command.isEmpty() ? List.of("--help") : List.of(command, "--help");
    try (var node = NodeProcess.start(directory, arguments.toArray(String[]::new))) {
      assertThat(node.exitCode()).isZero();
      assertThat(node.output()).startsWith(("Usage: marathon " + command).strip());
      assertThat(node.errors()).isEmpty();
    }
  }

  /** As docs/operations.md installs it. */
  @Test
  void anInstalledProgramNeedsNoSources() throws IOException {
    assumeTrue(Program.packaged(), "no package to install");
    var script = directory.resolve("opt/scripts/marathon");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("scripts/marathon"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(directory.resolve("opt/target"), Path.of("target").toAbsolutePath());

    var process =
        new ProcessBuilder(script.toString(), "--version").redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("marathon 1.")
        .hasLineCount(1);
  }

  /** One that no command reports, when threads of the node run already. */
  @Test
  void errorAtTheStartEndsTheProcess() throws Exception {
    file("openapi.yaml", "a: b: c");
    var command = Program.command(List.of("local", "--http-port", "0", "--data", data()));
    command.add(1, "-Xbootclasspath/a:" + directory);
    var node =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      assertThat(node.waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isEqualTo(FAILED);
    } finally {
      node.destroyForcibly();
    }
  }

  @Test
  void wrongOptionsAreNamed() throws IOException {
    refused(USAGE, "'--bogus'", "local", "--bogus");
    refused(USAGE, "'--http-port'", "local", "--http-port", "many");
    refused(USAGE, "http.port", "local", "--data", data(), "--http-port", "99999");
    refused(USAGE, "'cpus:-1'", "local", "--data", data(), "--resources", "cpus:-1");
    refused(USAGE, "no Mesos master", "server", "--data", data());
    refused(USAGE, "'ftp'", "server", "--data", data(), "--master", "ftp://127.0.0.1:5050");
  }

  @Test
  void configurationThatCannotBeReadIsNamed() throws IOException {
    var missing = directory.resolve("missing.conf").toString();
    refused(USAGE, missing, "local", "--conf", missing);
    refused(USAGE, directory.toString(), "local", "--conf", directory.toString());
    var broken = file("broken.conf", "marathon { http { port = ");
    refused(USAGE, broken, "local", "--conf", broken);
    var text = file("text.conf", "marathon.http.port = many");
    refused(USAGE, "text.conf: 1: port", "server", "--conf", text);
  }

  @Test
  void dataThatCannotBeUsedIsNamed() throws IOException {
    var file = file("file", "not a directory");
    refused(USAGE, file, "local", "--http-port", "0", "--data", file);
    var broken = Files.createDirectories(directory.resolve("broken")).resolve("journal.db");
    Files.writeString(broken, "no database, ".repeat(1_000));
    refused(
        USAGE,
        broken.toString(),
        "local",
        "--http-port",
        "0",
        "--data",
        broken.getParent().toString());
  }

  @Test
  void whatAnotherNodeHasIsNamed() throws IOException {
    try (var node = NodeProcess.local(directory)) {
      var port = node.api().root().replaceFirst(".*:", "");
      var masterPort = node.master().replaceFirst(".*:", "");
      var other = directory.resolve("other").toString();

      refused(CANNOT_BIND, port, "local", "--http-port", port, "--data", other);
      refused(USAGE, data(), "local", "--http-port", "0", "--data", data());
      refused(
          CANNOT_BIND,
          masterPort,
          "local",
          "--cluster-only",
          "--master-port",
          masterPort,
          "--data",
          other);
      refused(USAGE, data(), "local", "--cluster-only", "--master-port", "0", "--data", data());
      assertThat(node.api().get("/ping").body()).isEqualTo("pong");
    }
  }

  @Test
  void masterThatIsAwayKeepsNoReaderOrWriterWaiting() throws IOException {
    var master = "http://127.0.0.1:" + Ports.free();
    try (var node = NodeProcess.server(directory, master).awaitReady()) {
      var api = node.api();
      var app = "{\"id\":\"/patient\",\"cmd\":\"sleep 60401\",\"cpus\":0.1,\"mem\":16}";
      assertThat(api.post("/v2/apps", app).status()).isEqualTo(201);
      await()
          .atMost(SOON)
          .until(
              () -> api.get("/v2/queue").json().at("/queue/0/app/id").asText().equals("/patient"));
      await().atMost(SOON).until(() -> node.errors().contains("Connection refused"));
      assertThat(node.errors().lines().filter(line -> line.contains("MesosClientActor")))
          .allMatch(line -> line.contains(master + ": Connection refused"));
      assertThat(node.errors()).doesNotContain("Exception");
    }
  }

  @Test
  void terminatedNodeLeavesItsTasksAndAnInterruptedOneEndsThem() throws Exception {
    var command = "sleep 60402";
    var node = NodeProcess.local(directory);
    try {
      node.api()
          .post(
              "/v2/apps",
              "{\"id\":\"/stays\",\"cmd\":\"exec " + command + "\",\"instances\":2,\"cpus\":0.1,\"mem\":16}");
      await().atMost(SOON).until(() -> Processes.running(command).size() == 2);
      var pids = Processes.running(command);

      node.terminate();
      assertThat(Processes.running(command)).isEqualTo(pids);

      node = NodeProcess.local(directory);
      var api = node.api();
      await()
          .atMost(SOON)
          .until(() -> api.get("/v2/apps//stays").json().at("/app/tasksRunning").asInt() == 2);
      assertThat(Processes.running(command)).isEqualTo(pids);

      node.interrupt();
      assertThat(node.exitCode()).isZero();
      assertThat(node.output()).endsWith("2 tasks ended\n");
      assertThat(Processes.running(command)).isEmpty();
    } finally {
      node.close();
      Processes.kill(command);
    }
  }

  @Test
  void scriptStartsAServerThatAbdicatedAgainAndEndsItOnInterrupt() throws Exception {
    var port = Integer.toString(Ports.free());
    try (var script =
        NodeProcess.script(
            directory,
            "server",
            "--master",
            "http://127.0.0.1:" + Ports.free(),
            "--http-port",
            port,
            "--data",
            data())) {
      var api = script.awaitReady().api();
      var first = script.children();

      assertThat(api.delete("/v2/leader").status()).isEqualTo(200);
      await().atMost(SOON).until(() -> !script.children().equals(first) && script.ready());

      script.interrupt();
      script.exitCode();
      assertThat(api.get("/ping").status()).isZero();
    }
  }

  @Test
  void secondInterruptEndsTheNodeAtOnce() throws Exception {
    var command = "sleep 60403";
    try (var node = NodeProcess.local(directory, "--keep-tasks")) {
      node.interrupt();
      assertThat(node.exitCode()).isZero();
    }
    try (var node = NodeProcess.local(directory)) {
      node.api()
          .post(
              "/v2/apps",
              """
              {"id":"/stubborn","cmd":"trap '' TERM; exec %s","cpus":0.1,
               "mem":16,"taskKillGracePeriodSeconds":600}"""
                  .formatted(command));
      await().atMost(SOON).until(() -> Processes.running(command).size() == 1);

      node.interrupt();
      await().atMost(SOON).until(() -> node.output().contains("Ctrl-C again"));
      assertThat(node.alive()).isTrue();
      node.interrupt();

      assertThat(node.exitCode()).isEqualTo(130);
    } finally {
      Processes.kill(command);
    }
  }

  @Test
  void theLogIsReadByMachinesIfWantedAndTellsOfEachRequest() throws IOException {
    try (var node =
        NodeProcess.local(
            directory, "--simulate", "--log-format", "json", "--set", "http.log-requests=true")) {
      var id = node.api().get("/v2/info?token=hush").header("X-Request-Id");
      assertThat(id).isNotEmpty();

      await().atMost(SOON).until(() -> node.errors().contains("request " + id));
      var lines = node.errors().lines().map(StartUpIT::json).toList();
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.at("/level").asText()).isNotEmpty())
          .anySatisfy(
              line ->
                  assertThat(line.at("/kvpList").toString())
                      .contains("{\"request\":\"" + id + "\"}")
                      .contains("{\"path\":\"/v2/info\"}"));
      assertThat(node.log()).doesNotContain("hush");
    }
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException notJson) {
      throw new AssertionError(line, notJson);
    }
  }
}
