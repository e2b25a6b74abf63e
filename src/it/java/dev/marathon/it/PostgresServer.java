package dev.marathon.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of the test's own: Debian's binaries, a fresh directory, a free port on loopback. */
final class PostgresServer implements SharedStore {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final int port;
  private Process process;

  private PostgresServer(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Starts one; the test is skipped on a machine without PostgreSQL. */
  static PostgresServer start() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(VERSIONS), "no PostgreSQL on this machine");
    var server = new PostgresServer(Files.createTempDirectory("marathon-pg-"), Ports.free());
    if (root()) {
      run("chown", "postgres", server.directory.toString());
    }
    run(
        asPostgres(
            binary("initdb").toString(), "-D", server.data(), "-U", "marathon", "-A", "trust", "-E", "UTF8"));
    return server.startAgain();
  }

  /** After {@link #kill}. */
  PostgresServer startAgain() throws IOException {
    process =
        new ProcessBuilder(
                asPostgres(
                    binary("postgres").toString(),
                    "-D", data(),
                    "-p", Integer.toString(port),
                    "-k", directory.toString(),
                    "-c", "listen_addresses=127.0.0.1",
                    "-c", "max_connections=200"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Awaitility.await("PostgreSQL")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                new ProcessBuilder(
                            binary("pg_isready").toString(), "-q", "-h", "127.0.0.1", "-p", Integer.toString(port))
                        .start()
                        .waitFor()
                    == 0);
    return this;
  }

  /** For {@code --store}. */
  String url() {
    return "postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public List<String> options() {
    return List.of("--store", url(), "--set", "store.user=" + user());
  }

  static String user() {
    return "marathon";
  }

  int port() {
    return port;
  }

  /** Ends it at once, as a crash does. */
  void kill() throws IOException {
    var pid = Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0).strip();
    run("kill", "-QUIT", pid);
    waitForEnd();
    // su or runuser may outlive the server it started.
    process.destroyForcibly();
  }

  private void waitForEnd() {
    Awaitility.await("PostgreSQL ends")
        .atMost(LIMIT)
        .until(() -> !Files.exists(Path.of(data(), "postmaster.pid")));
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(Path.of(data(), "postmaster.pid"))) {
      kill();
    }
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> asPostgres(String... command) {
    var all = new ArrayList<String>();
    if (root()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static Path binary(String name) throws IOException {
    try (var versions = Files.list(VERSIONS)) {
      return versions
          .max(Comparator.comparing(v -> Integer.parseInt(v.getFileName().toString())))
          .orElseThrow()
          .resolve("bin")
          .resolve(name);
    }
  }

  private static void run(String... command) throws IOException {
    run(List.of(command));
  }

  private static void run(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + output);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
