package dev.marathon.local.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.local.agent.fetch.FetchLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path work;
  private final Set<String> using = new HashSet<>();

  private AgentPaths paths() {
    return new AgentPaths(work, Given.AGENT);
  }

  private Retention retention(int perApp, int all) throws IOException {
    Files.createDirectories(paths().records());
    Files.createDirectories(paths().ended());
    var limits = new AgentLimits(perApp, all, Duration.ofHours(24), 1000, FetchLimits.defaults());
    return new Retention(paths(), limits, () -> using);
  }

  /** As if the task had run and ended. */
  private Ended end(Retention retention, String task, String app, Instant at) throws Exception {
    var info = Given.task(task, Given.command("true")).setName(app).build();
    var launch = new Launch(Given.FRAMEWORK, info, "container-" + task, Optional.empty(), true, at);
    new Sandboxes(paths()).create(launch);
    var record = Files.createDirectory(paths().records().resolve(launch.container()));
    LaunchFile.write(record.resolve("launch"), launch);
    var status =
        new Statuses(Given.AGENT, "127.0.0.1")
            .byExecutor(launch, TaskState.TASK_FINISHED, Optional.empty(), at)
            .build();
    new TaskLog(record.resolve("log")).update(status);
    var ended = new Ended(launch, status, at);
    retention.ended(ended, record);
    return ended;
  }

  private boolean there(String task) {
    return Files.exists(paths().runs("m-0000", task).resolve("container-" + task));
  }

  @Test
  void onlySoManySandboxesOfAnAppAreKept() throws Exception {
    var retention = retention(2, 100);
    for (int i = 0; i < 4; i++) {
      end(retention, "a" + i, "a", NOON);
    }
    end(retention, "b0", "b", NOON);
    retention.sweep(NOON);

    assertThat(List.of("a0", "a1", "a2", "a3", "b0"))
        .filteredOn(this::there)
        .containsExactly("a2", "a3", "b0");
    assertThat(paths().runs("m-0000", "a0").getParent()).doesNotExist();
    assertThat(paths().ended()).isDirectoryNotContaining("glob:**/container-a0");
    assertThat(retention.kept()).hasSize(3);
  }

  @Test
  void onlySoManySandboxesAreKeptInAll() throws Exception {
    var retention = retention(2, 3);
    for (int i = 0; i < 5; i++) {
      end(retention, "t" + i, "app" + i, NOON);
    }
    retention.sweep(NOON);

    assertThat(List.of("t0", "t1", "t2", "t3", "t4"))
        .filteredOn(this::there)
        .containsExactly("t2", "t3", "t4");
  }

  @Test
  void anOldSandboxIsRemovedUnlessItsExecutorIsInUse() throws Exception {
    var retention = retention(10, 100);
    end(retention, "old", "a", NOON);
    end(retention, "used", "a", NOON);
    end(retention, "new", "a", NOON.plusSeconds(60));
    using.add("container-used");
    retention.sweep(NOON.plus(Duration.ofHours(24)).plusSeconds(1));

    assertThat(List.of("old", "used", "new"))
        .filteredOn(this::there)
        .containsExactly("used", "new");
  }

  @Test
  void aRestartedAgentKnowsWhatItKeeps() throws Exception {
    var ended = end(retention(10, 100), "t", "a", NOON);
    Files.createDirectory(paths().ended().resolve("damaged"));
    var again = retention(10, 100);
    again.load();

    assertThat(again.kept()).extracting(Ended::launch).containsExactly(ended.launch());
    assertThat(paths().ended().resolve("damaged")).doesNotExist();
  }

  @Test
  void aVolumeBehindALinkIsNotRemovedWithTheSandbox() throws Exception {
    var retention = retention(0, 100);
    var volume = Files.createDirectories(work.resolve("volumes/roles/web/v"));
    Files.writeString(volume.resolve("f"), "kept");
    end(retention, "t", "a", NOON);
    Files.createSymbolicLink(
        paths().runs("m-0000", "t").resolve("container-t").resolve("data"), volume);
    retention.sweep(NOON);

    assertThat(there("t")).isFalse();
    assertThat(volume.resolve("f")).hasContent("kept");
  }

  @Test
  void aLongLogKeepsItsNewestPart() throws Exception {
    var log = Files.writeString(work.resolve("stdout"), "x".repeat(800) + "y".repeat(400));
    try (var task = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
      new LogCap(1000).apply(work);
      task.write("after".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(log).hasContent("after");
    assertThat(work.resolve("stdout.1")).hasContent("x".repeat(100) + "y".repeat(400));
    new LogCap(1000).apply(work);
    assertThat(log).hasContent("after");
  }

  @Test
  void whatStandsInPlaceOfALogIsNotTouched() throws Exception {
    var precious = Files.writeString(work.resolve("precious"), "p".repeat(2000));
    var sandbox = Files.createDirectory(work.resolve("sandbox"));
    Files.createSymbolicLink(sandbox.resolve("stdout"), precious);
    Files.createLink(sandbox.resolve("stderr"), precious);
    new LogCap(1000).apply(sandbox);

    assertThat(precious).hasContent("p".repeat(2000));
    assertThat(sandbox.resolve("stdout.1")).doesNotExist();
    assertThat(sandbox.resolve("stderr.1")).doesNotExist();
  }
}
