package dev.marathon.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A Marathon in a JVM of its own, as a user starts it. */
final class NodeProcess implements AutoCloseable {

  private static final Pattern LISTENS = Pattern.compile("listens on (http://[0-9.]+:[0-9]+)");
  private static final Pattern MASTER = Pattern.compile("Mesos API on (http://[0-9.]+:[0-9]+)");

  /** Seen on two crowded cores: 116 s, of which 6 s of work. */
  private static final Duration START_LIMIT = Duration.ofSeconds(300);


  private final Process process;
  private final Path out;
  private final Path err;

  private NodeProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts {@code marathon <arguments>}.
   *
   * @param logs directory for its output
   */
  static NodeProcess start(Path logs, String... arguments) throws IOException {
    Files.createDirectories(logs);
    var out = Files.createTempFile(logs, "node-", ".out");
    var err = Files.createTempFile(logs, "node-", ".err");
    return new NodeProcess(run(Program.command(List.of(arguments)), out, err), out, err);
  }

  /** Starts {@code scripts/marathon <arguments>}. */
  static NodeProcess script(Path logs, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("scripts/marathon"));
    command.addAll(List.of(arguments));
    var out = Files.createTempFile(logs, "script-", ".out");
    var err = Files.createTempFile(logs, "script-", ".err");
    return new NodeProcess(run(command, out, err), out, err);
  }

  private static Process run(List<String> command, Path out, Path err) throws IOException {
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** A node with the embedded cluster, ready to serve. */
  static NodeProcess local(Path directory, String... more) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of("local", "--http-port", "0", "--data", directory.resolve("data").toString()));
    arguments.addAll(withPorts(more));
    return start(directory, arguments.toArray(String[]::new)).awaitReady();
  }

  /** A node without a cluster; not awaited. */
  static NodeProcess server(Path directory, String master, String... more) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "server",
                "--master",
                master,
                "--http-port",
                "0",
                "--data",
                directory.resolve("node").toString()));
    arguments.addAll(List.of(more));
    return start(directory, arguments.toArray(String[]::new));
  }

  /** A cluster without a node. */
  static NodeProcess cluster(Path directory, int port, String... more) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "local",
                "--cluster-only",
                "--master-port",
                Integer.toString(port),
                "--data",
                directory.resolve("data").toString()));
    arguments.addAll(withPorts(more));
    var cluster = start(directory, arguments.toArray(String[]::new));
    cluster.master();
    return cluster;
  }

  /** What a cluster has by itself would be ports that others have as well. */
  private static List<String> withPorts(String... options) {
    var all = new ArrayList<>(List.of(options));
    if (!all.contains("--resources")) {
      all.addAll(List.of("--resources", "cpus:8;mem:8192;disk:10000;" + Ports.ofTasks()));
    }
    return all;
  }

  /** One that does not become ready is ended, because whoever started it does not have it yet. */
  NodeProcess awaitReady() {
    try {
      Awaitility.await("ready: " + process)
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .until(this::ready);
      return this;
    } catch (ConditionTimeoutException late) {
      var seen = toString();
      close();
      throw new AssertionError("not ready in time: " + seen, late);
    }
  }

  /** Whether it serves. */
  boolean ready() {
    if (!alive()) {
      throw new AssertionError("ended early: " + this);
    }
    return api().get("/readyz").status() == 200;
  }

  /** The API of this node. */
  Api api() {
    return new Api(printed(LISTENS));
  }

  /** URL of the embedded master. */
  String master() {
    return printed(MASTER);
  }

  private String printed(Pattern pattern) {
    return Awaitility.await("prints " + pattern)
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> find(pattern), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> find(Pattern pattern) throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("ended early: " + this);
    }
    Matcher matcher = pattern.matcher(output());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  String output() throws IOException {
    return Files.readString(out);
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  /** Everything it wrote. */
  String log() throws IOException {
    return output() + errors();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Processes that it started itself. */
  Set<ProcessHandle> children() {
    return process.children().collect(Collectors.toUnmodifiableSet());
  }

  long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
    exitCode();
  }

  /** Sends SIGINT, as Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    signal("INT");
  }

  /** Sends a signal by its name without {@code SIG}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + this);
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    if (!process.isAlive()) {
      return; // The test ended it; its tasks go on for the next one.
    }
    var started = process.descendants().toList();
    process.destroyForcibly();
    exitCode();
    started.forEach(ProcessHandle::destroyForcibly);
    Processes.killBelow(out.getParent());
  }

  @Override
  public String toString() {
    try {
      var errors = errors();
      return process
          + "\n"
          + output()
          + "\n"
          + errors.substring(Math.max(0, errors.length() - 4_000));
    } catch (IOException unreadable) {
      return process.toString();
    }
  }
}
