package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands that run tasks as processes of this machine. */
final class ProcessHands implements TaskHands {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessHands.class);

  private final AgentPaths paths;
  private final Supervisor supervisor;
  private final Launcher launcher;
  private final Reaper reaper;
  private final ExitWatch watch;
  private final Pools pools;
  private final Prober prober;
  private final Housekeeping house;

  /**
   * @param reaper ends processes
   * @param watch notices their ends
   */
  record Eyes(Reaper reaper, ExitWatch watch) {}

  ProcessHands(AgentPaths paths, Launcher launcher, Eyes eyes, Pools pools, Housekeeping house) {
    this.paths = paths;
    this.launcher = launcher;
    this.supervisor = launcher.supervisor();
    this.reaper = eyes.reaper();
    this.watch = eyes.watch();
    this.pools = pools;
    this.prober = new Prober(pools.checks(), supervisor, launcher);
    this.house = house;
  }

  @Override
  public UpdateLog record(Launch launch) throws IOException {
    paths.sandbox(launch); // refuses ids that are no names of files
    var directory = launcher.record(launch);
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    LaunchFile.write(directory.resolve("launch"), launch);
    return log(directory);
  }

  private static TaskLog log(Path record) {
    return new TaskLog(record.resolve("log"));
  }

  @Override
  public void start(TaskRun run, Consumer<Supervision> started, Consumer<LaunchFailure> failed) {
    Step last = () -> started.accept(launcher.start(run));
    Step fetching =
        () -> {
          launcher.fetch(run);
          step(pools.starts(), run, failed, last);
        };
    boolean fetches = run.launch().task().getCommand().getUrisCount() > 0;
    step(
        pools.starts(),
        run,
        failed,
        () -> {
          launcher.prepare(run);
          if (fetches) {
            step(pools.fetches(), run, failed, fetching);
          } else {
            last.go();
          }
        });
  }

  private interface Step {
    void go() throws LaunchFailure, InterruptedException;
  }

  private static void step(
      ExecutorService pool, TaskRun run, Consumer<LaunchFailure> failed, Step step) {
    pool.execute(
        () -> {
          try {
            step.go();
          } catch (LaunchFailure failure) {
            failed.accept(failure);
          } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.error("Starting task {} failed", run.launch().key(), e);
            failed.accept(LaunchFailure.executor(Ends.TERMINATED));
          }
        });
  }

  @Override
  public void expect(TaskRun run) {
    run.supervision().ifPresent(found -> watch.expect(run.launch().container(), found));
  }

  @Override
  public CompletableFuture<ProbeResult> probe(Launch launch, Probe probe, Duration timeout) {
    return prober.probe(launch, probe, timeout);
  }

  @Override
  public void end(Supervision task, Duration grace) {
    reaper.end(task, grace);
  }

  @Override
  public Optional<Exit> exit(String container) {
    var file = paths.exits().resolve(container);
    try {
      int value = Integer.parseInt(Files.readString(file).strip());
      return Optional.of(
          new Exit(new WaitStatus(value), Files.getLastModifiedTime(file).toInstant()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      LOG.error("An exit status cannot be read", e);
      return Optional.empty();
    }
  }

  @Override
  public void discard(String container) {
    try {
      Files.deleteIfExists(paths.exits().resolve(container));
    } catch (IOException e) {
      LOG.warn("An exit status cannot be removed", e);
    }
  }

  @Override
  public void finished(TaskRun run) {
    watch.forget(run.launch().container());
    house.putAway(run);
  }

  /** Tasks of which an earlier process of this agent left records. Blocks. */
  List<Adopted> leftovers() throws IOException, InterruptedException {
    house.retention().load();
    var found = new ArrayList<Adopted>();
    try (var records = Files.newDirectoryStream(paths.records())) {
      for (var record : records) {
        leftover(record).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Adopted> leftover(Path record) throws IOException, InterruptedException {
    Launch launch;
    var log = log(record);
    var supervision = supervisor.started(record);
    try {
      launch = LaunchFile.read(record.resolve("launch"));
      return Optional.of(new Adopted(launch, log, log.entries(), supervision));
    } catch (IOException damaged) {
      LOG.error("The records in {} are damaged; their task is ended", record, damaged);
      supervision.filter(Supervision::watched).ifPresent(any -> reaper.end(any, Duration.ZERO));
      FileTree.delete(record);
      return Optional.empty();
    }
  }
}
