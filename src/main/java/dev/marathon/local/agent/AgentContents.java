package dev.marathon.local.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What runs on an agent and where, for its HTTP endpoints. Thread-safe. */
interface AgentContents {

  AgentPaths paths();

  /** The ones with running tasks, and the ones whose sandboxes are still there. */
  List<ExecutorView> executors();

  /** Directories outside of a sandbox that its tasks have a right to: their persistent volumes. */
  List<Path> volumes(String executorContainer);

  /** One task with what is needed to show it. */
  record Shown(Launch launch, ExecutorView.Task task, boolean ended) {}

  /** Brings tasks together under their executors. */
  static List<ExecutorView> grouped(List<Shown> tasks, Function<Launch, Path> directory) {
    var byContainer = new LinkedHashMap<String, List<Shown>>();
    for (var task : tasks) {
      byContainer
          .computeIfAbsent(task.launch().executorContainer(), any -> new ArrayList<>())
          .add(task);
    }
    return byContainer.values().stream()
        .map(
            all -> {
              var launch = all.get(0).launch();
              return new ExecutorView(
                  launch.framework(),
                  launch.executorId(),
                  launch.executorContainer(),
                  directory.apply(launch),
                  launch.pod().isPresent(),
                  all.stream().allMatch(Shown::ended),
                  all.stream().map(Shown::task).toList());
            })
        .toList();
  }

  /** A task that ended and is kept. */
  static Shown shown(Ended task) {
    return new Shown(
        task.launch(),
        new ExecutorView.Task(task.launch().task(), task.last(), Optional.empty()),
        true);
  }
}
