package dev.marathon.it;

import static java.util.function.Predicate.not;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Cassandra of one host: the release from Maven Central in a JVM of its own, on loopback. */
final class CassandraServer implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final Path POM = Path.of("src/it/cassandra/pom.xml");

  /** Parts of the JDK that Cassandra looks into. */
  private static final String OPENS =
      """
      java.base/java.lang.module java.base/jdk.internal.loader java.base/jdk.internal.ref
      java.base/jdk.internal.reflect java.base/jdk.internal.math java.base/jdk.internal.module
      java.base/jdk.internal.util.jar java.base/jdk.internal.misc java.base/sun.nio.ch java.base/java.io
      java.base/java.nio java.base/java.util java.base/java.util.concurrent
      java.base/java.util.concurrent.atomic java.base/java.lang java.base/java.lang.reflect java.base/java.net
      jdk.management/com.sun.management.internal""";

  private static final String EXPORTS =
      """
      java.base/jdk.internal.misc java.management/com.sun.jmx.remote.security java.rmi/sun.rmi.registry
      java.rmi/sun.rmi.server java.rmi/sun.rmi.transport.tcp java.sql/java.sql java.base/java.lang.ref
      java.base/java.lang.reflect jdk.unsupported/sun.misc""";

  private final Path directory;
  private final String classpath;
  private final int port;
  private Process process;

  private CassandraServer(Path directory, String classpath, int port) {
    this.directory = directory;
    this.classpath = classpath;
    this.port = port;
  }

  static CassandraServer start() throws IOException {
    var directory = Files.createTempDirectory("marathon-cassandra-");
    var server = new CassandraServer(directory, classpath(directory), Ports.free());
    Files.writeString(directory.resolve("cassandra.yaml"), server.settings(Ports.free()));
    return server.startAgain();
  }

  /** Downloads it the first time. */
  private static String classpath(Path directory) throws IOException {
    var file = directory.resolve("classpath");
    var log = directory.resolve("maven.log").toFile();
    var command =
        new ArrayList<>(
            List.of(
                "mvn", "-q", "-B", "-f", POM.toString(),
                "org.apache.maven.plugins:maven-dependency-plugin:build-classpath",
                "-Dmdep.outputFile=" + file));
    var repository = System.getProperty("marathon.it.repository", "");
    if (!repository.isEmpty()) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    var maven = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    try {
      if (!maven.waitFor(300, TimeUnit.SECONDS) || maven.exitValue() != 0) {
        maven.destroyForcibly();
        throw new IOException("no Cassandra: " + Files.readString(log.toPath()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
    return Files.readString(file).strip();
  }

  private String settings(int storagePort) {
    return """
        cluster_name: test
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "127.0.0.1:%2$d"
        listen_address: 127.0.0.1
        rpc_address: 127.0.0.1
        native_transport_port: %1$d
        storage_port: %2$d
        endpoint_snitch: SimpleSnitch
        commitlog_sync: batch
        commitlog_segment_size: 32MiB
        commitlog_total_space: 128MiB
        memtable_heap_space: 64MiB
        memtable_offheap_space: 64MiB
        auto_snapshot: false
        data_file_directories: [%3$s/data]
        commitlog_directory: %3$s/commitlog
        saved_caches_directory: %3$s/caches
        hints_directory: %3$s/hints
        cdc_raw_directory: %3$s/cdc
        """
        .formatted(port, storagePort, directory);
  }

  /** After {@link #kill}, with the same data. */
  CassandraServer startAgain() throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m", "-Xmx384m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Djdk.attach.allowAttachSelf=true"));
    words(EXPORTS).forEach(module -> command.add("--add-exports=" + module + "=ALL-UNNAMED"));
    words(OPENS).forEach(module -> command.add("--add-opens=" + module + "=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "-Dcassandra.config=" + directory.resolve("cassandra.yaml").toUri(),
            "-Dcassandra.storagedir=" + directory,
            "-Dcassandra-foreground=yes",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=100",
            "-Dcassandra.initial_token=0",
            "-Dcassandra.superuser_setup_delay_ms=0",
            "-cp", classpath.replace(':', File.pathSeparatorChar),
            "org.apache.cassandra.service.CassandraDaemon"));
    var log = directory.resolve("log");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    Awaitility.await("Cassandra")
        .atMost(LIMIT)
        .failFast("Cassandra ended, see " + log, () -> !process.isAlive())
        .until(() -> log(log).contains("Starting listening for CQL clients"));
    return this;
  }

  private static String log(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static Stream<String> words(String list) {
    return Stream.of(list.split("\\s+")).filter(not(String::isEmpty));
  }

  /** For {@code --store}. */
  String url(String keyspace) {
    return "cassandra://127.0.0.1:" + port + "/" + keyspace;
  }

  /** A store in this server, which goes on when the store is closed; its nodes are patient. */
  SharedStore keyspace(String name) {
    return () -> List.of("--store", url(name), "--set", "cluster.acceptable-pause=3s");
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
