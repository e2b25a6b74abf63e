package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sandboxes of ended tasks for those who want to look, and removes them by number and
 * age. A sandbox with which a running task has to do (another of its group, or its executor) stays.
 *
 * <p>The records of an ended task lie beside those of the living ones, so a restarted agent knows
 * what it keeps. Thread-safe; blocks.
 */
final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final AgentPaths paths;
  private final AgentLimits limits;
  private final Supplier<Set<String>> inUse;
  private final List<Ended> kept = new ArrayList<>();

  /**
   * @param inUse containers of the executors that have a task which is not ended
   */
  Retention(AgentPaths paths, AgentLimits limits, Supplier<Set<String>> inUse) {
    this.paths = paths;
    this.limits = limits;
    this.inUse = inUse;
  }

  /** What is kept, in the order of ending. */
  synchronized List<Ended> kept() {
    return List.copyOf(kept);
  }

  /** Takes over what an earlier process of the agent kept. */
  synchronized void load() throws IOException {
    try (var records = Files.newDirectoryStream(paths.ended())) {
      for (var record : records) {
        try {
          kept.add(read(record));
        } catch (IOException damaged) {
          LOG.warn("What is kept in {} is damaged", record, damaged);
          FileTree.delete(record);
        }
      }
    }
    kept.sort(Comparator.comparing(Ended::at));
  }

  private static Ended read(Path record) throws IOException {
    var launch = LaunchFile.read(record.resolve("launch"));
    var unsaid = TaskStatus.newBuilder().setTaskId(launch.task().getTaskId());
    var last =
        new TaskLog(record.resolve("log"))
            .entries().stream()
                .filter(TaskLog.Entry.Update.class::isInstance)
                .map(entry -> ((TaskLog.Entry.Update) entry).status())
                .reduce((earlier, later) -> later)
                .orElseGet(() -> unsaid.setState(TaskState.TASK_KILLED).build());
    return new Ended(launch, last, Files.getLastModifiedTime(record).toInstant());
  }

  /**
   * Takes in a task that has ended.
   *
   * @param record the agent's files about it
   */
  synchronized void ended(Ended task, Path record) throws IOException {
    Files.move(
        record, paths.ended().resolve(task.launch().container()), StandardCopyOption.ATOMIC_MOVE);
    kept.add(task);
  }

  /** Removes what is too much or too old. */
  synchronized void sweep(Instant now) {
    var counts = new HashMap<String, Integer>();
    var using = inUse.get();
    var dropped = new ArrayList<Ended>();
    for (int i = kept.size() - 1; i >= 0; i--) {
      var task = kept.get(i);
      boolean many = counts.merge(task.app(), 1, Integer::sum) > limits.sandboxesPerApp();
      boolean old = task.at().plus(limits.sandboxAge()).isBefore(now);
      boolean full = kept.size() - i > limits.sandboxes();
      if ((many || old || full) && !using.contains(task.launch().executorContainer())) {
        dropped.add(task);
      }
    }
    kept.removeAll(new HashSet<>(dropped));
    var needed =
        kept.stream().map(task -> task.launch().executorContainer()).collect(Collectors.toSet());
    dropped.forEach(task -> remove(task.launch(), needed));
  }

  private void remove(Launch launch, Set<String> needed) {
    try {
      if (!needed.contains(launch.executorContainer())) {
        var run = paths.executorSandbox(launch);
        FileTree.delete(run);
        removeEmpty(run.getParent());
      }
      FileTree.delete(paths.ended().resolve(launch.container()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("The sandbox of task {} cannot be removed", launch.key(), e);
    }
  }

  /** From {@code runs} up to the framework, as far as nothing else is there. */
  private static void removeEmpty(Path runs) throws IOException {
    var latest = runs.resolve("latest");
    if (Files.isSymbolicLink(latest) && !Files.exists(latest)) {
      Files.deleteIfExists(latest);
    }
    try {
      var at = runs;
      for (int i = 0; i < 4 && Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS); i++) {
        Files.delete(at);
        at = at.getParent();
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException used) {
      LOG.trace("{} stays", runs);
    }
  }
}
