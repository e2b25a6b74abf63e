package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the data directory runs full, and has room again. */
class FullDiskIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path disk;
  private NodeProcess node;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    var mounted = run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString());
    assumeThat(mounted).as("a file system of 32 MB can be mounted here (as root)").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (node != null) {
      node.close();
    }
    Processes.killBelow(disk);
    run("umount", "-l", disk.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  private NodeProcess start() throws IOException {
    return NodeProcess.start(
        directory,
        "local",
        "--http-port",
        "0",
        "--data",
        disk.resolve("data").toString(),
        "--resources",
        "cpus:4;mem:4096;disk:1000;" + Ports.ofTasks());
  }

  /** Takes what is left, to the last byte. */
  private void fill() throws IOException {
    try (OutputStream file = Files.newOutputStream(disk.resolve("filler"))) {
      for (int size = 1 << 16; size > 0; size >>= 4) {
        fill(file, new byte[size]);
      }
    }
  }

  private static void fill(OutputStream file, byte[] block) {
    try {
      while (true) {
        file.write(block);
      }
    } catch (IOException full) {
      return;
    }
  }

  private static String app(String id, String command, int instances) {
    return """
        {"id":"%s","cmd":"exec %s","instances":%d,"cpus":0.1,"mem":16,"labels":{"weight":"%s"}}"""
        .formatted(id, command, instances, "x".repeat(20_000));
  }

  @Test
  void writesAreRefusedAndAllElseGoesOnAndTheNodeRecoversByItself() throws Exception {
    var command = "sleep 63001." + ProcessHandle.current().pid();
    node = start().awaitReady();
    var api = node.api();
    var accepted = new TreeSet<String>();
    assertThat(api.post("/v2/apps", app("/disk/runs", command, 1)).status()).isEqualTo(201);
    accepted.add("/disk/runs");
    await()
        .atMost(SOON)
        .until(() -> api.get("/v2/apps//disk/runs").json().at("/app/tasksRunning").asInt() == 1);
    var pids = Processes.running(command);
    assertThat(pids).hasSize(1);

    fill();

    var refused = postUntilRefused(api, accepted);
    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(refused.body()).contains("the store");
    // What one ledger, one app or the tree cannot store, the others cannot either.
    var again = api.post("/v2/apps", app("/disk/again", "sleep 1", 0));
    assertThat(again.status()).as(again.body()).isEqualTo(503);
    assertThat(idsOf(api)).isEqualTo(accepted);
    assertThat(api.get("/v2/apps//disk/runs").json().at("/app/tasksRunning").asInt()).isEqualTo(1);
    assertThat(Processes.running(command)).isEqualTo(pids);
    assertThat(node.alive()).isTrue();

    Files.delete(disk.resolve("filler"));

    await()
        .atMost(SOON)
        .until(() -> api.post("/v2/apps", app("/disk/after", "sleep 1", 0)).status() == 201);
    accepted.add("/disk/after");
    assertThat(idsOf(api)).isEqualTo(accepted);
    assertThat(Processes.running(command)).isEqualTo(pids);

    fill();
    node.kill();
    node = start();
    awaitServingOrEnded();
    Files.delete(disk.resolve("filler"));
    if (!node.alive()) {
      assertThat(node.errors().lines().toList()).as("one clear line").hasSize(1);
      node = start();
    }
    node.awaitReady();

    assertThat(idsOf(node.api())).isEqualTo(accepted);
    await()
        .atMost(SOON)
        .until(
            () -> node.api().get("/v2/apps//disk/runs").json().at("/app/tasksRunning").asInt() == 1);
    assertThat(Processes.running(command)).isEqualTo(pids);
  }

  /** A little room may be left in files that are there. */
  private static Api.Reply postUntilRefused(Api api, Set<String> accepted) {
    for (int i = 0; i < 1_000; i++) {
      var reply = api.post("/v2/apps", app("/disk/a" + i, "sleep 1", 0));
      if (reply.status() != 201) {
        return reply;
      }
      accepted.add("/disk/a" + i);
    }
    throw new AssertionError("the disk does not run full");
  }

  private static Set<String> idsOf(Api api) {
    var ids = new TreeSet<String>();
    api.get("/v2/apps").json().get("apps").forEach(app -> ids.add(app.get("id").asText()));
    return ids;
  }

  /** Until it is clear what a node makes of a full disk: it waits for room, or it ends. */
  private void awaitServingOrEnded() {
    await()
        .atMost(SOON)
        .until(() -> !node.alive() || node.errors().contains("the store takes no writes"));
  }
}
