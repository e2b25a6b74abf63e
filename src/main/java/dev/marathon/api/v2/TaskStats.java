package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code tasksStats}: counts and lifetimes of an app's tasks by the age of their definition. A
 * class without tasks is left out.
 */
final class TaskStats {

  private TaskStats() {}

  static ObjectNode write(AppView app, Instant now) {
    var json = JsonNodeFactory.instance.objectNode();
    app.definition()
        .versionInfo()
        .ifPresent(
            info -> {
              put(
                  json,
                  "startedAfterLastScaling",
                  app,
                  now,
                  i -> i.version().compareTo(info.lastScalingAt()) >= 0);
              put(
                  json,
                  "withLatestConfig",
                  app,
                  now,
                  i -> i.version().compareTo(info.lastConfigChangeAt()) >= 0);
              put(
                  json,
                  "withOutdatedConfig",
                  app,
                  now,
                  i -> i.version().compareTo(info.lastConfigChangeAt()) < 0);
            });
    put(json, "totalSummary", app, now, i -> true);
    return json;
  }

  private static void put(
      ObjectNode json, String name, AppView app, Instant now, Predicate<Instance> belongs) {
    var instances =
        app.instances().stream().filter(i -> i.condition().active()).filter(belongs).toList();
    if (instances.isEmpty()) {
      return;
    }
    var stats = json.putObject(name).putObject("stats");
    var counts = TaskCounts.of(instances);
    stats
        .putObject("counts")
        .put("staged", counts.staged())
        .put("running", counts.running())
        .put("healthy", counts.healthy())
        .put("unhealthy", counts.unhealthy());
    lifeTimes(stats, instances, now);
  }

  private static void lifeTimes(ObjectNode stats, List<Instance> instances, Instant now) {
    double[] seconds =
        instances.stream()
            .flatMap(instance -> instance.startedAt().stream())
            .mapToDouble(started -> Math.max(0, Duration.between(started, now).toMillis() / 1000.0))
            .sorted()
            .toArray();
    if (seconds.length == 0) {
      return;
    }
    double sum = 0;
    for (double life : seconds) {
      sum += life;
    }
    int middle = seconds.length / 2;
    double median =
        seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
    stats
        .putObject("lifeTime")
        .put("averageSeconds", sum / seconds.length)
        .put("medianSeconds", median);
  }
}
