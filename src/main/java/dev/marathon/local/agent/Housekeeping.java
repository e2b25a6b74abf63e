package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after an agent's disk, on a pool. */
final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final AgentPaths paths;
  private final Retention retention;
  private final LogCap cap;
  private final Executor pool;

  Housekeeping(AgentPaths paths, Retention retention, LogCap cap, Executor pool) {
    this.paths = paths;
    this.retention = retention;
    this.cap = cap;
    this.pool = pool;
  }

  Retention retention() {
    return retention;
  }

  /** A task has ended and its end is told: only its sandbox is still of interest. */
  void putAway(TaskRun run) {
    var launch = run.launch();
    doing(
        "putting away task " + launch.key(),
        () -> {
          var record = paths.records().resolve(launch.container());
          if (!Files.exists(record)) {
            return; // it could not be recorded, so nothing was done for it
          }
          if (Files.exists(paths.executorSandbox(launch))) {
            retention.ended(new Ended(launch, run.updates().latest(), Instant.now()), record);
          } else {
            FileTree.delete(record);
          }
          Files.deleteIfExists(paths.exits().resolve(launch.container()));
          retention.sweep(Instant.now());
        });
  }

  /** Shortens the logs of running tasks and removes sandboxes of ended ones. */
  void clean(List<Launch> running) {
    doing(
        "cleaning",
        () -> {
          running.forEach(launch -> cap.apply(paths.sandbox(launch)));
          retention.sweep(Instant.now());
        });
  }

  /** Removes a directory with everything in it. */
  void remove(Path directory) {
    doing("removing " + directory, () -> FileTree.delete(directory));
  }

  private interface Work {
    void run() throws IOException;
  }

  private void doing(String what, Work work) {
    pool.execute(
        () -> {
          try {
            work.run();
          } catch (IOException | RuntimeException e) {
            LOG.warn("An agent failed at {}", what, e);
          }
        });
  }
}
