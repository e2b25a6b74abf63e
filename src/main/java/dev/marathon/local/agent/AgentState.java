package dev.marathon.local.agent;

import dev.marathon.local.TaskStates;
import dev.marathon.local.wire.JsonWriter;
import dev.marathon.local.wire.ProtoJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.Value;

/** The agent's older JSON endpoints: state, flags, version. */
final class AgentState {

  static final String VERSION = "1.12.0";

  private static final List<String> CAPABILITIES =
      List.of(
          "MULTI_ROLE",
          "HIERARCHICAL_ROLE",
          "RESERVATION_REFINEMENT",
          "RESOURCE_PROVIDER",
          "RESIZE_VOLUME",
          "AGENT_OPERATION_FEEDBACK",
          "AGENT_DRAINING",
          "TASK_RESOURCE_LIMITS");

  /** What a command executor of Mesos takes besides its task. */
  private static final double EXECUTOR_CPUS = 0.1;

  private static final double EXECUTOR_MEM = 32;

  private final AgentDescription agent;
  private final AgentContents contents;

  AgentState(AgentDescription agent, AgentContents contents) {
    this.agent = agent;
    this.contents = contents;
  }

  String version() {
    var out = new JsonWriter().open('{');
    versionMembers(out);
    return out.close('}').toString();
  }

  private void versionMembers(JsonWriter out) {
    out.key("build_date").text("");
    out.key("build_time").number(Statuses.seconds(agent.started()));
    out.key("build_user").text("");
    out.key("git_sha").text("");
    out.key("version").text(VERSION);
  }

  private Map<String, String> flagValues() {
    var flags = new TreeMap<String, String>();
    flags.put(
        "attributes",
        agent.attributes().stream().map(AgentState::text).collect(Collectors.joining(";")));
    flags.put("containerizers", "mesos");
    flags.put("executor_shutdown_grace_period", "5secs");
    flags.put("hostname", agent.hostname());
    flags.put("ip", agent.ip());
    flags.put("isolation", "posix/cpu,posix/mem,filesystem/posix");
    flags.put("launcher", "posix");
    flags.put("master", agent.master());
    flags.put("port", String.valueOf(agent.port()));
    flags.put("recovery_timeout", "15mins");
    flags.put("work_dir", contents.paths().work().toString());
    return flags;
  }

  private static String text(Attribute attribute) {
    return attribute.getName()
        + ":"
        + (attribute.getType() == Value.Type.SCALAR
            ? attribute.getScalar().getValue()
            : attribute.getText().getValue());
  }

  String flags() {
    var out = new JsonWriter().open('{');
    flagMembers(out);
    return out.close('}').toString();
  }

  private void flagMembers(JsonWriter out) {
    out.key("flags").open('{');
    flagValues().forEach((name, value) -> out.key(name).text(value));
    out.close('}');
  }

  String state() {
    var executors = contents.executors();
    var all = ResourceSum.of(agent.resources());
    var out = new JsonWriter().open('{');
    versionMembers(out);
    out.key("start_time").number(Statuses.seconds(agent.started()));
    out.key("id").text(contents.paths().agent().getValue());
    out.key("pid").text(agent.pid());
    out.key("hostname").text(agent.hostname());
    out.key("capabilities").open('[');
    CAPABILITIES.forEach(out::text);
    out.close(']');
    all.write(out.key("resources"));
    out.key("reserved_resources").open('{').close('}');
    all.write(out.key("unreserved_resources"));
    used(executors).write(out.key("unreserved_resources_allocated"));
    out.key("attributes").open('{');
    agent.attributes().forEach(attribute -> write(out, attribute));
    out.close('}');
    out.key("master_hostname").text(agent.master());
    flagMembers(out);
    frameworks(out, executors);
    return out.close('}').toString();
  }

  private static void write(JsonWriter out, Attribute attribute) {
    out.key(attribute.getName());
    if (attribute.getType() == Value.Type.SCALAR) {
      out.number(attribute.getScalar().getValue());
    } else {
      out.text(attribute.getText().getValue());
    }
  }

  static ResourceSum used(List<ExecutorView> executors) {
    long count = executors.stream().filter(executor -> !executor.ended()).count();
    return ResourceSum.of(
            executors.stream()
                .flatMap(executor -> running(executor).stream())
                .flatMap(task -> task.info().getResourcesList().stream())
                .toList())
        .plus(count * EXECUTOR_CPUS, count * EXECUTOR_MEM);
  }

  static List<ExecutorView.Task> running(ExecutorView executor) {
    return executor.tasks().stream()
        .filter(task -> !TaskStates.terminal(task.latest().getState()))
        .toList();
  }

  static ResourceSum resources(ExecutorView executor) {
    return ResourceSum.of(
            running(executor).stream()
                .flatMap(task -> task.info().getResourcesList().stream())
                .toList())
        .plus(EXECUTOR_CPUS, EXECUTOR_MEM);
  }

  private static void frameworks(JsonWriter out, List<ExecutorView> executors) {
    var byFramework = new LinkedHashMap<FrameworkInfo, List<ExecutorView>>();
    executors.forEach(
        executor ->
            byFramework
                .computeIfAbsent(executor.framework(), any -> new ArrayList<>())
                .add(executor));
    list(
        out,
        "frameworks",
        byFramework.entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(one -> !one.ended()))
            .toList(),
        entry -> framework(out, entry.getKey(), entry.getValue()));
    list(
        out,
        "completed_frameworks",
        byFramework.entrySet().stream()
            .filter(entry -> entry.getValue().stream().allMatch(ExecutorView::ended))
            .toList(),
        entry -> framework(out, entry.getKey(), entry.getValue()));
  }

  private static <T> void list(JsonWriter out, String name, List<T> all, Consumer<T> each) {
    out.key(name).open('[');
    all.forEach(each);
    out.close(']');
  }

  private static void framework(JsonWriter out, FrameworkInfo info, List<ExecutorView> executors) {
    out.open('{');
    out.key("id").text(info.getId().getValue());
    out.key("name").text(info.getName());
    out.key("user").text(info.getUser());
    out.key("failover_timeout").number(info.getFailoverTimeout());
    out.key("checkpoint").bool(info.getCheckpoint());
    out.key("hostname").text(info.getHostname());
    if (info.hasPrincipal()) {
      out.key("principal").text(info.getPrincipal());
    }
    list(out, "roles", info.getRolesList(), out::text);
    list(
        out,
        "executors",
        executors.stream().filter(one -> !one.ended()).toList(),
        one -> executor(out, one));
    list(
        out,
        "completed_executors",
        executors.stream().filter(ExecutorView::ended).toList(),
        one -> executor(out, one));
    out.close('}');
  }

  private static void executor(JsonWriter out, ExecutorView executor) {
    out.open('{');
    out.key("id").text(executor.id());
    out.key("name").text(executor.name());
    out.key("source").text(executor.pod() ? "" : executor.id());
    out.key("container").text(executor.container());
    out.key("directory").text(executor.directory().toString());
    resources(executor).write(out.key("resources"));
    out.key("type").text(executor.pod() ? "DEFAULT" : "CUSTOM");
    var running = running(executor);
    list(
        out,
        "tasks",
        running.stream().filter(task -> !staging(task)).toList(),
        task -> task(out, executor, task));
    list(
        out,
        "queued_tasks",
        running.stream().filter(AgentState::staging).toList(),
        task -> task(out, executor, task));
    list(
        out,
        "completed_tasks",
        executor.tasks().stream().filter(task -> !running.contains(task)).toList(),
        task -> task(out, executor, task));
    out.close('}');
  }

  private static boolean staging(ExecutorView.Task task) {
    return task.latest().getState() == TaskState.TASK_STAGING;
  }

  private static void task(JsonWriter out, ExecutorView executor, ExecutorView.Task task) {
    var info = task.info();
    out.open('{');
    out.key("id").text(info.getTaskId().getValue());
    out.key("name").text(info.getName());
    out.key("framework_id").text(executor.framework().getId().getValue());
    out.key("executor_id").text(executor.pod() ? executor.id() : "");
    out.key("slave_id").text(info.getAgentId().getValue());
    out.key("state").text(task.latest().getState().name());
    ResourceSum.of(info.getResourcesList()).write(out.key("resources"));
    out.key("statuses").open('[');
    if (!staging(task)) {
      status(out, task);
    }
    out.close(']').close('}');
  }

  private static void status(JsonWriter out, ExecutorView.Task task) {
    var status = task.latest();
    out.open('{');
    out.key("state").text(status.getState().name());
    out.key("timestamp").number(status.getTimestamp());
    if (status.hasContainerStatus()) {
      ProtoJson.write(status.getContainerStatus(), out.key("container_status"));
    }
    if (status.hasHealthy()) {
      out.key("healthy").bool(status.getHealthy());
    }
    out.close('}');
  }
}
