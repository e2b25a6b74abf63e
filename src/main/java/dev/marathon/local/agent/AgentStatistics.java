package dev.marathon.local.agent;

import dev.marathon.local.wire.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The agent's endpoints with numbers: containers, statistics, metrics. */
final class AgentStatistics {

  private static final long MIB = 1L << 20;
  private static final List<String> COUNTED =
      List.of("STAGING", "STARTING", "RUNNING", "KILLING", "FINISHED", "FAILED", "KILLED", "LOST");

  private final AgentDescription agent;
  private final AgentContents contents;

  AgentStatistics(AgentDescription agent, AgentContents contents) {
    this.agent = agent;
    this.contents = contents;
  }

  /**
   * @param withStatus whether the containers' ids and pids are shown
   */
  String containers(boolean withStatus) {
    var table = ProcessTable.read();
    var out = new JsonWriter().open('[');
    contents.executors().stream()
        .filter(executor -> !executor.ended())
        .forEach(executor -> container(out, executor, table, withStatus));
    return out.close(']').toString();
  }

  private static void container(
      JsonWriter out, ExecutorView executor, ProcessTable table, boolean withStatus) {
    out.open('{');
    if (withStatus) {
      out.key("container_id").text(executor.container());
    }
    out.key("executor_id").text(executor.id());
    out.key("executor_name").text(executor.name());
    out.key("framework_id").text(executor.framework().getId().getValue());
    out.key("source").text(executor.pod() ? "" : executor.id());
    statistics(out.key("statistics"), executor, table);
    if (withStatus) {
      out.key("status").open('{');
      out.key("container_id").open('{').key("value").text(executor.container()).close('}');
      executor.tasks().stream()
          .flatMap(task -> task.processes().stream())
          .findFirst()
          .ifPresent(task -> out.key("executor_pid").number(task.supervisor().pid()));
      out.close('}');
    }
    out.close('}');
  }

  private static void statistics(JsonWriter out, ExecutorView executor, ProcessTable table) {
    var resources = AgentState.resources(executor);
    long limit = Math.round(resources.scalar("mem") * MIB);
    var usage = Usage.of(executor, table);
    out.open('{');
    out.key("cpus_soft_limit").number(resources.scalar("cpus"));
    out.key("cpus_system_time_secs").number(usage.system());
    out.key("cpus_user_time_secs").number(usage.user());
    out.key("mem_limit_bytes").number(limit);
    out.key("mem_rss_bytes").number(usage.memory());
    out.key("mem_soft_limit_bytes").number(limit);
    out.key("timestamp").number(Statuses.seconds(Instant.now()));
    out.close('}');
  }

  String metrics() {
    var executors = contents.executors();
    var all = ResourceSum.of(agent.resources());
    var used = AgentState.used(executors);
    var values = new TreeMap<String, Double>();
    for (var name : List.of("cpus", "mem", "disk", "gpus")) {
      double total = all.scalar(name);
      values.put("slave/" + name + "_total", total);
      values.put("slave/" + name + "_used", used.scalar(name));
      values.put("slave/" + name + "_percent", total == 0 ? 0 : used.scalar(name) / total);
    }
    values.put(
        "slave/executors_running", (double) executors.stream().filter(one -> !one.ended()).count());
    values.put(
        "slave/executors_terminated",
        (double) executors.stream().filter(ExecutorView::ended).count());
    values.put("slave/registered", 1.0);
    values.put(
        "slave/uptime_secs", Duration.between(agent.started(), Instant.now()).toMillis() / 1000.0);
    for (var state : COUNTED) {
      values.put(
          "slave/tasks_" + state.toLowerCase(Locale.ROOT),
          (double)
              executors.stream()
                  .flatMap(one -> one.tasks().stream())
                  .filter(task -> task.latest().getState().name().equals("TASK_" + state))
                  .count());
    }
    var out = new JsonWriter().open('{');
    values.forEach((name, value) -> out.key(name).number(value));
    return out.close('}').toString();
  }
}
