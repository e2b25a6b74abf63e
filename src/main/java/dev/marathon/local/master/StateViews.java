package dev.marathon.local.master;

import dev.marathon.local.wire.JsonWriter;
import dev.marathon.local.wire.ProtoJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.TaskState;

/** The v0 endpoints of the master that user interfaces and command lines read. */
final class StateViews {
  static final List<String> AGENT_CAPABILITIES =
      List.of(
          "MULTI_ROLE",
          "HIERARCHICAL_ROLE",
          "RESERVATION_REFINEMENT",
          "RESOURCE_PROVIDER",
          "RESIZE_VOLUME",
          "AGENT_OPERATION_FEEDBACK",
          "AGENT_DRAINING",
          "TASK_RESOURCE_LIMITS");
  static final String GIT_SHA = "c1b42f79d157aa900be5cbb0c1023f1479962aa7";
  static final String BUILD_DATE = "2026-11-22 00:00:00 UTC";
  static final double BUILD_TIME = 1795305600;

  private final Cluster cluster;

  StateViews(Cluster cluster) {
    this.cluster = cluster;
  }

  String version() {
    var out =
        new JsonWriter()
            .open('{')
            .key("build_date")
            .text(BUILD_DATE)
            .key("build_time")
            .number(BUILD_TIME);
    out.key("build_user")
        .text("root")
        .key("git_sha")
        .text(GIT_SHA)
        .key("version")
        .text(Cluster.VERSION);
    return out.close('}').toString();
  }

  String state() {
    var out =
        new JsonWriter()
            .open('{')
            .key("version")
            .text(Cluster.VERSION)
            .key("git_sha")
            .text(GIT_SHA);
    out.key("build_date")
        .text(BUILD_DATE)
        .key("build_time")
        .number(BUILD_TIME)
        .key("build_user")
        .text("root");
    double started = Statuses.seconds(cluster.startedAt);
    out.key("start_time").number(started).key("elected_time").number(started);
    var info = cluster.info;
    out.key("id")
        .text(info.getId())
        .key("pid")
        .text(info.getPid())
        .key("hostname")
        .text(info.getHostname());
    texts(out.key("capabilities"), List.of("AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"));
    long active = cluster.agents.values().stream().filter(Agent::available).count();
    out.key("activated_slaves").number((double) active);
    out.key("deactivated_slaves").number((double) (cluster.agents.size() - active));
    out.key("unreachable_slaves").number((double) cluster.unreachable.size());
    out.key("leader").text(info.getPid()).key("leader_info").open('{').key("id").text(info.getId());
    out.key("pid").text(info.getPid()).key("port").number(info.getPort());
    out.key("hostname").text(info.getHostname()).close('}');
    writeFlags(out.key("flags"));
    out.key("slaves").open('[');
    cluster.agents.values().forEach(agent -> agent(out, agent, false));
    out.close(']');
    out.key("recovered_slaves").open('[').close(']').key("frameworks").open('[');
    cluster.frameworks.values().forEach(framework -> framework(out, framework));
    out.close(']').key("completed_frameworks").open('[');
    cluster.completed.values().forEach(framework -> framework(out, framework));
    out.close(']')
        .key("orphan_tasks")
        .open('[')
        .close(']')
        .key("unregistered_frameworks")
        .open('[')
        .close(']');
    return out.close('}').toString();
  }

  String slaves() {
    var out = new JsonWriter().open('{').key("slaves").open('[');
    cluster.agents.values().forEach(agent -> agent(out, agent, true));
    return out.close(']').key("recovered_slaves").open('[').close(']').close('}').toString();
  }

  String frameworks() {
    var out = new JsonWriter().open('{').key("frameworks").open('[');
    cluster.frameworks.values().forEach(framework -> framework(out, framework));
    out.close(']').key("completed_frameworks").open('[');
    cluster.completed.values().forEach(framework -> framework(out, framework));
    return out.close(']').key("unregistered_frameworks").open('[').close(']').close('}').toString();
  }

  String tasks(Predicate<Task> wanted, int limit, int offset) {
    var all = new ArrayList<Task>();
    for (var frameworks : List.of(cluster.frameworks.values(), cluster.completed.values())) {
      for (var framework : frameworks) {
        all.addAll(framework.tasks.values());
        framework.unreachable.values().forEach(each -> all.add(each.task()));
        all.addAll(framework.completed);
      }
    }
    var out = new JsonWriter().open('{').key("tasks").open('[');
    all.stream().filter(wanted).skip(offset).limit(limit).forEach(task -> task(out, task));
    return out.close(']').close('}').toString();
  }

  String summary() {
    var out =
        new JsonWriter()
            .open('{')
            .key("hostname")
            .text(cluster.info.getHostname())
            .key("slaves")
            .open('[');
    for (var agent : cluster.agents.values()) {
      out.open('{');
      agentFields(out, agent, false);
      counts(out, agent.tasks.values());
      var frameworks = new TreeSet<String>();
      agent.tasks.values().forEach(task -> frameworks.add(task.framework));
      texts(out.key("framework_ids"), frameworks);
      out.close('}');
    }
    out.close(']').key("frameworks").open('[');
    for (var framework : cluster.frameworks.values()) {
      out.open('{');
      frameworkFields(out, framework);
      var all = new ArrayList<>(framework.tasks.values());
      framework.unreachable.values().forEach(each -> all.add(each.task()));
      all.addAll(framework.completed);
      counts(out, all);
      var agents = new TreeSet<String>();
      framework.tasks.values().forEach(task -> agents.add(task.agent));
      texts(out.key("slave_ids"), agents);
      out.close('}');
    }
    return out.close(']').close('}').toString();
  }

  private static void counts(JsonWriter out, Collection<Task> tasks) {
    var counts = new EnumMap<TaskState, Integer>(TaskState.class);
    tasks.forEach(task -> counts.merge(task.state, 1, Integer::sum));
    for (var state : TaskState.values()) {
      if (state != TaskState.TASK_UNKNOWN) {
        out.key(state.name()).number(counts.getOrDefault(state, 0));
      }
    }
  }

  private void agent(JsonWriter out, Agent agent, boolean full) {
    out.open('{');
    agentFields(out, agent, full);
    out.close('}');
  }

  private void agentFields(JsonWriter out, Agent agent, boolean full) {
    var description = agent.description;
    var used = used(agent);
    var offered = Resources.NONE;
    for (var offer : agent.offers.values()) {
      offered = offered.plus(offer.resources());
    }
    out.key("id").text(agent.id()).key("hostname").text(description.hostname());
    out.key("port").number(description.port());
    ResourceViews.attributes(out.key("attributes"), description);
    description
        .region()
        .ifPresent(
            region ->
                ProtoJson.write(Cluster.domain(region, description.zone()), out.key("domain")));
    out.key("pid").text(description.pid());
    out.key("registered_time").number(Statuses.seconds(agent.registeredAt));
    ResourceViews.sum(out.key("resources"), agent.total());
    ResourceViews.sum(out.key("used_resources"), used);
    ResourceViews.sum(out.key("offered_resources"), offered);
    ResourceViews.reserved(out.key("reserved_resources"), agent.total());
    ResourceViews.sum(out.key("unreserved_resources"), ResourceViews.unreserved(agent.total()));
    out.key("active").bool(agent.available()).key("deactivated").bool(agent.deactivated);
    agent.draining.ifPresent(
        config -> {
          boolean over = agent.tasks.values().stream().noneMatch(Task::live);
          out.key("drain_info").open('{').key("state").text(over ? "DRAINED" : "DRAINING");
          ProtoJson.write(config, out.key("config"));
          out.close('}');
        });
    out.key("version").text(Cluster.VERSION);
    texts(out.key("capabilities"), AGENT_CAPABILITIES);
    if (full) {
      ResourceViews.reservedFull(out.key("reserved_resources_full"), agent.total());
      ResourceViews.full(
          out.key("unreserved_resources_full"), ResourceViews.unreserved(agent.total()));
      ResourceViews.full(out.key("used_resources_full"), used);
      ResourceViews.full(out.key("offered_resources_full"), offered);
    }
  }

  static Resources used(Agent agent) {
    var used = Resources.NONE;
    for (var task : agent.tasks.values()) {
      if (!task.released) {
        used = used.plus(task.resources);
      }
    }
    for (var executor : agent.executors.values()) {
      used = used.plus(executor.resources());
    }
    return used;
  }

  private void framework(JsonWriter out, Framework framework) {
    out.open('{');
    frameworkFields(out, framework);
    tasks(out.key("tasks"), framework.tasks.values());
    tasks(
        out.key("unreachable_tasks"),
        framework.unreachable.values().stream().map(each -> each.task()).toList());
    tasks(out.key("completed_tasks"), framework.completed);
    out.key("offers").open('[');
    for (var offer : framework.offers.values()) {
      out.open('{').key("id").text(offer.id()).key("framework_id").text(framework.id);
      out.key("allocation_info").open('{').key("role").text(offer.role()).close('}');
      out.key("slave_id").text(offer.agent().id());
      ResourceViews.sum(out.key("resources"), offer.resources());
      out.close('}');
    }
    out.close(']').key("executors").open('[');
    for (var agent : cluster.agents.values()) {
      agent.executors.forEach((key, executor) -> executor(out, framework, agent, key, executor));
    }
    out.close(']').key("offer_constraints").open('{').close('}').close('}');
  }

  private static void executor(
      JsonWriter out, Framework framework, Agent agent, Agent.Key key, Agent.Executor executor) {
    if (!key.framework().equals(framework.id)) {
      return;
    }
    out.open('{').key("executor_id").text(key.id()).key("name").text(executor.info().getName());
    out.key("framework_id")
        .text(framework.id)
        .key("command")
        .open('{')
        .key("argv")
        .open('[')
        .close(']');
    out.key("uris").open('[').close(']').close('}');
    ResourceViews.sum(out.key("resources"), executor.resources());
    executor.resources().role().ifPresent(role -> out.key("role").text(role));
    out.key("type")
        .text(executor.info().getType().name())
        .key("slave_id")
        .text(agent.id())
        .close('}');
  }

  private void frameworkFields(JsonWriter out, Framework framework) {
    var info = framework.info();
    var used = Resources.NONE;
    for (var task : framework.tasks.values()) {
      if (!task.released) {
        used = used.plus(task.resources);
      }
    }
    for (var agent : cluster.agents.values()) {
      for (var entry : agent.executors.entrySet()) {
        if (entry.getKey().framework().equals(framework.id)) {
          used = used.plus(entry.getValue().resources());
        }
      }
    }
    var offered = Resources.NONE;
    for (var offer : framework.offers.values()) {
      offered = offered.plus(offer.resources());
    }
    out.key("id").text(framework.id).key("name").text(info.getName());
    ResourceViews.sum(out.key("used_resources"), used);
    ResourceViews.sum(out.key("offered_resources"), offered);
    texts(
        out.key("capabilities"),
        info.getCapabilitiesList().stream().map(each -> each.getType().name()).toList());
    out.key("hostname").text(info.getHostname()).key("webui_url").text(info.getWebuiUrl());
    out.key("active").bool(framework.isConnected()).key("connected").bool(framework.isConnected());
    out.key("recovered").bool(framework.recovered).key("user").text(info.getUser());
    out.key("failover_timeout")
        .number(info.getFailoverTimeout())
        .key("checkpoint")
        .bool(info.getCheckpoint());
    out.key("registered_time").number(Statuses.seconds(framework.registeredAt));
    out.key("unregistered_time")
        .number(framework.unregisteredAt.map(Statuses::seconds).orElse(0.0));
    if (info.hasPrincipal()) {
      out.key("principal").text(info.getPrincipal());
    }
    if (!framework.reregisteredAt.equals(framework.registeredAt)) {
      out.key("reregistered_time").number(Statuses.seconds(framework.reregisteredAt));
    }
    ResourceViews.sum(out.key("resources"), used.plus(offered));
    if (framework.capabilities().multiRole()) {
      texts(out.key("roles"), framework.roles());
    } else {
      out.key("role").text(framework.roles().iterator().next());
    }
    if (info.hasLabels()) {
      out.key("labels").open('[');
      info.getLabels().getLabelsList().forEach(label -> ProtoJson.write(label, out));
      out.close(']');
    }
  }

  private static void tasks(JsonWriter out, Collection<Task> tasks) {
    out.open('[');
    tasks.forEach(task -> task(out, task));
    out.close(']');
  }

  private static void task(JsonWriter out, Task task) {
    out.open('{').key("id").text(task.id()).key("name").text(task.info.getName());
    out.key("framework_id").text(task.framework).key("executor_id").text(task.executor.orElse(""));
    out.key("slave_id").text(task.agent).key("state").text(task.state.name());
    ResourceViews.sum(out.key("resources"), task.resources);
    out.key("role").text(task.role()).key("statuses").open('[');
    for (var status : task.statuses()) {
      out.open('{')
          .key("state")
          .text(status.getState().name())
          .key("timestamp")
          .number(status.getTimestamp());
      if (status.hasContainerStatus()) {
        ProtoJson.write(status.getContainerStatus(), out.key("container_status"));
      }
      if (status.hasHealthy()) {
        out.key("healthy").bool(status.getHealthy());
      }
      out.close('}');
    }
    out.close(']');
    if (task.info.hasLabels()) {
      out.key("labels").open('[');
      task.info.getLabels().getLabelsList().forEach(label -> ProtoJson.write(label, out));
      out.close(']');
    }
    if (task.info.hasDiscovery()) {
      ProtoJson.write(task.info.getDiscovery(), out.key("discovery"));
    }
    if (task.info.hasContainer()) {
      ProtoJson.write(task.info.getContainer(), out.key("container"));
    }
    if (task.info.hasHealthCheck()) {
      ProtoJson.write(task.info.getHealthCheck(), out.key("health_check"));
    }
    out.close('}');
  }

  String flags() {
    var out = new JsonWriter().open('{');
    writeFlags(out.key("flags"));
    return out.close('}').toString();
  }

  private void writeFlags(JsonWriter out) {
    out.open('{');
    flagMap().forEach((name, value) -> out.key(name).text(value));
    out.close('}');
  }

  Map<String, String> flagMap() {
    var flags = new TreeMap<String, String>();
    flags.put("agent_ping_timeout", cluster.settings.agentTimeout().toMillis() / 5 + "ms");
    flags.put(
        "agent_reregister_timeout", cluster.settings.reregisterTimeout().toMinutes() + "mins");
    flags.put("allocation_interval", cluster.settings.allocationInterval().toMillis() + "ms");
    flags.put("allocator", "hierarchical");
    flags.put("framework_sorter", "drf");
    flags.put("hostname", cluster.info.getHostname());
    flags.put("ip", cluster.info.getHostname());
    flags.put("max_agent_ping_timeouts", "5");
    flags.put("min_allocatable_resources", "cpus:0.01|mem:32");
    flags.put("port", String.valueOf(cluster.info.getPort()));
    flags.put("registry", "replicated_log");
    flags.put("role_sorter", "drf");
    cluster
        .settings
        .offerTimeout()
        .ifPresent(timeout -> flags.put("offer_timeout", timeout.toMillis() + "ms"));
    return flags;
  }

  static void texts(JsonWriter out, Collection<String> texts) {
    out.open('[');
    texts.forEach(out::text);
    out.close(']');
  }
}
