package dev.marathon.local.master;

import dev.marathon.local.wire.JsonWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.TaskState;

/** The gauges of {@code /metrics/snapshot} that dashboards and scripts look at. */
final class MetricViews {
  private final Cluster cluster;

  MetricViews(Cluster cluster) {
    this.cluster = cluster;
  }

  String json() {
    var out = new JsonWriter().open('{');
    all().forEach((name, value) -> out.key(name).number(value));
    return out.close('}').toString();
  }

  Map<String, Double> all() {
    var metrics = new TreeMap<String, Double>();
    var agents = cluster.agents.values();
    var frameworks = cluster.frameworks.values();
    metrics.put("master/elected", 1.0);
    metrics.put(
        "master/uptime_secs",
        (cluster.loop.now().toEpochMilli() - cluster.startedAt.toEpochMilli()) / 1000.0);
    metrics.put("master/slaves_active", (double) agents.stream().filter(Agent::available).count());
    metrics.put(
        "master/slaves_connected", (double) agents.stream().filter(a -> a.connected).count());
    metrics.put(
        "master/slaves_disconnected", (double) agents.stream().filter(a -> !a.connected).count());
    metrics.put("master/slaves_unreachable", (double) cluster.unreachable.size());
    metrics.put(
        "master/frameworks_connected",
        (double) frameworks.stream().filter(Framework::isConnected).count());
    metrics.put(
        "master/frameworks_disconnected",
        (double) frameworks.stream().filter(f -> !f.isConnected()).count());
    metrics.put("master/outstanding_offers", (double) cluster.offers.size());
    tasks(metrics);
    resources(metrics);
    return metrics;
  }

  private void tasks(Map<String, Double> metrics) {
    var states = new EnumMap<TaskState, Integer>(TaskState.class);
    cluster
        .frameworks
        .values()
        .forEach(f -> f.tasks.values().forEach(t -> states.merge(t.state, 1, Integer::sum)));
    for (var state :
        List.of(
            TaskState.TASK_STAGING,
            TaskState.TASK_STARTING,
            TaskState.TASK_RUNNING,
            TaskState.TASK_KILLING)) {
      var name = state.name().substring("TASK_".length()).toLowerCase(Locale.ROOT);
      metrics.put("master/tasks_" + name, (double) states.getOrDefault(state, 0));
    }
  }

  private void resources(Map<String, Double> metrics) {
    for (var name : List.of("cpus", "mem", "disk", "gpus")) {
      long total = 0;
      long used = 0;
      for (var agent : cluster.agents.values()) {
        total += agent.total().milli(name);
        used += used(agent, name);
      }
      metrics.put("master/" + name + "_total", total / 1000.0);
      metrics.put("master/" + name + "_used", used / 1000.0);
      metrics.put("master/" + name + "_percent", total == 0 ? 0.0 : (double) used / total);
    }
  }

  /** Adds up numbers, not {@link Resources}: with many tasks those take long for their ports. */
  private static long used(Agent agent, String name) {
    long used = 0;
    for (var task : agent.tasks.values()) {
      used += task.released ? 0 : task.resources.milli(name);
    }
    for (var executor : agent.executors.values()) {
      used += executor.resources().milli(name);
    }
    return used;
  }
}
