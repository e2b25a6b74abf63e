package dev.marathon.local.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  @TempDir Path work;

  private Path directory() throws Exception {
    return Files.createDirectory(work.resolve("task"));
  }

  private Order touching(Path file) {
    return Order.shell("touch " + file, Map.of("PATH", "/usr/bin:/bin"), work, Optional.empty());
  }

  /** A supervisor that has taken its order, and stops there until somebody writes into it. */
  private void stuck(Path directory) throws Exception {
    Supervisor.install(work);
    assertThat(run("mkfifo", directory.resolve("order").toString()).waitFor()).isZero();
    run("perl", work.resolve("supervisor.pl").toString(), directory.toString());
    await().until(() -> Files.exists(directory.resolve("taken")));
  }

  private static Process run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void aTaskOfWhichTheAgentGaveUpIsNotStartedByAnyDelay() throws Exception {
    var directory = directory();
    var exits = Files.createDirectory(work.resolve("exits"));
    var proof = work.resolve("it-ran");
    stuck(directory);

    var found = Supervisor.install(work).started(directory, Duration.ofMillis(50));

    assertThat(found).isEmpty();
    var order = touching(proof).encoded(Map.of("exits", exits.toString(), "id", "c1"));
    Files.write(directory.resolve("revoked"), order);
    await().until(() -> Files.exists(directory.resolve("started")));
    var written = Supervision.read(directory.resolve("started")).orElseThrow();
    await().until(() -> !written.supervisor().alive() && !written.main().alive());
    assertThat(proof).doesNotExist();
    assertThat(exits).isEmptyDirectory();
  }

  @Test
  void aSupervisorThatIsSlowIsWaitedFor() throws Exception {
    var directory = directory();
    var exits = Files.createDirectory(work.resolve("exits"));
    var proof = work.resolve("it-ran");
    stuck(directory);

    var supervisor = Supervisor.install(work);
    var found =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return supervisor.started(directory, Duration.ofSeconds(30));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    var order = touching(proof).encoded(Map.of("exits", exits.toString(), "id", "c1"));
    Files.write(directory.resolve("taken"), order);

    assertThat(found.get()).isEqualTo(Supervision.read(directory.resolve("started")));
    await().until(() -> Files.exists(proof) && Files.exists(exits.resolve("c1")));
  }
}
