package dev.marathon.local.master;

import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Flag;
import org.apache.mesos.v1.Protos.Metric;
import org.apache.mesos.v1.Protos.Role;
import org.apache.mesos.v1.Protos.VersionInfo;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;

/** The asking calls of the v1 operator API. */
final class OperatorViews {
  private final Cluster cluster;
  private final Master master;
  private final StateViews state;

  OperatorViews(Cluster cluster, Master master, StateViews state) {
    this.cluster = cluster;
    this.master = master;
    this.state = state;
  }

  Response answer(Call call) {
    var response = Response.newBuilder().setType(Response.Type.valueOf(call.getType().name()));
    switch (call.getType()) {
      case GET_HEALTH -> response.getGetHealthBuilder().setHealthy(true);
      case GET_FLAGS ->
          state
              .flagMap()
              .forEach(
                  (name, value) ->
                      response
                          .getGetFlagsBuilder()
                          .addFlags(Flag.newBuilder().setName(name).setValue(value)));
      case GET_VERSION ->
          response
              .getGetVersionBuilder()
              .setVersionInfo(
                  VersionInfo.newBuilder()
                      .setVersion(Cluster.VERSION)
                      .setBuildDate(StateViews.BUILD_DATE)
                      .setBuildTime(StateViews.BUILD_TIME)
                      .setBuildUser("root")
                      .setGitSha(StateViews.GIT_SHA));
      case GET_METRICS ->
          new MetricViews(cluster)
              .all()
              .forEach(
                  (name, value) ->
                      response
                          .getGetMetricsBuilder()
                          .addMetrics(Metric.newBuilder().setName(name).setValue(value)));
      case GET_LOGGING_LEVEL -> response.getGetLoggingLevelBuilder().setLevel(0);
      case GET_STATE ->
          response
              .getGetStateBuilder()
              .setGetTasks(tasks())
              .setGetExecutors(executors())
              .setGetFrameworks(frameworks())
              .setGetAgents(agents());
      case GET_AGENTS -> response.setGetAgents(agents());
      case GET_FRAMEWORKS -> response.setGetFrameworks(frameworks());
      case GET_EXECUTORS -> response.setGetExecutors(executors());
      case GET_OPERATIONS -> response.setGetOperations(Response.GetOperations.getDefaultInstance());
      case GET_TASKS -> response.setGetTasks(tasks());
      case GET_ROLES -> response.setGetRoles(roles());
      case GET_MASTER -> {
        double started = Statuses.seconds(cluster.startedAt);
        response
            .getGetMasterBuilder()
            .setMasterInfo(cluster.info)
            .setStartTime(started)
            .setElectedTime(started);
      }
      case GET_MAINTENANCE_STATUS ->
          response.getGetMaintenanceStatusBuilder().setStatus(master.maintenance().status());
      case GET_MAINTENANCE_SCHEDULE ->
          response.getGetMaintenanceScheduleBuilder().setSchedule(master.maintenance().schedule());
      case GET_QUOTA -> response.getGetQuotaBuilder().getStatusBuilder();
      default -> {}
    }
    return response.build();
  }

  private Response.GetAgents agents() {
    var agents = Response.GetAgents.newBuilder();
    for (var agent : cluster.agents.values()) {
      var view =
          Response.GetAgents.Agent.newBuilder()
              .setAgentInfo(info(agent))
              .setActive(agent.available())
              .setDeactivated(agent.deactivated)
              .setVersion(Cluster.VERSION)
              .setPid(agent.description.pid())
              .setRegisteredTime(Statuses.time(agent.registeredAt));
      agent.total().items().forEach(item -> view.addTotalResources(ResourceViews.endpoint(item)));
      StateViews.used(agent)
          .items()
          .forEach(item -> view.addAllocatedResources(ResourceViews.endpoint(item)));
      for (var offer : agent.offers.values()) {
        offer
            .resources()
            .items()
            .forEach(item -> view.addOfferedResources(ResourceViews.endpoint(item)));
      }
      for (var name : StateViews.AGENT_CAPABILITIES) {
        view.addCapabilities(
            AgentInfo.Capability.newBuilder().setType(AgentInfo.Capability.Type.valueOf(name)));
      }
      agents.addAgents(view);
    }
    return agents.build();
  }

  private static AgentInfo info(Agent agent) {
    var description = agent.description;
    var info =
        AgentInfo.newBuilder()
            .setHostname(description.hostname())
            .setPort(description.port())
            .addAllResources(agent.total().items())
            .addAllAttributes(description.attributes())
            .setId(Ids.agent(agent.id()));
    description
        .region()
        .ifPresent(region -> info.setDomain(Cluster.domain(region, description.zone())));
    return info.build();
  }

  private Response.GetFrameworks frameworks() {
    var frameworks = Response.GetFrameworks.newBuilder();
    cluster.frameworks.values().forEach(each -> frameworks.addFrameworks(framework(each)));
    cluster.completed.values().forEach(each -> frameworks.addCompletedFrameworks(framework(each)));
    return frameworks.build();
  }

  private Response.GetFrameworks.Framework framework(Framework framework) {
    var view =
        Response.GetFrameworks.Framework.newBuilder()
            .setFrameworkInfo(framework.info())
            .setActive(framework.isConnected())
            .setConnected(framework.isConnected())
            .setRecovered(framework.recovered)
            .setRegisteredTime(Statuses.time(framework.registeredAt))
            .setReregisteredTime(Statuses.time(framework.reregisteredAt));
    framework.unregisteredAt.ifPresent(at -> view.setUnregisteredTime(Statuses.time(at)));
    for (var offer : framework.offers.values()) {
      view.addOffers(Offers.message(offer));
      offer
          .resources()
          .items()
          .forEach(item -> view.addOfferedResources(ResourceViews.endpoint(item)));
    }
    for (var task : framework.tasks.values()) {
      if (!task.released) {
        task.resources
            .items()
            .forEach(item -> view.addAllocatedResources(ResourceViews.endpoint(item)));
      }
    }
    return view.build();
  }

  private Response.GetExecutors executors() {
    var executors = Response.GetExecutors.newBuilder();
    for (var agent : cluster.agents.values()) {
      for (var executor : agent.executors.values()) {
        executors.addExecutors(
            Response.GetExecutors.Executor.newBuilder()
                .setExecutorInfo(executor.info())
                .setAgentId(Ids.agent(agent.id())));
      }
    }
    return executors.build();
  }

  private Response.GetTasks tasks() {
    var tasks = Response.GetTasks.newBuilder();
    for (var framework : cluster.frameworks.values()) {
      framework.tasks.values().forEach(task -> tasks.addTasks(task(task, task.state)));
      framework
          .unreachable
          .values()
          .forEach(
              each ->
                  tasks.addUnreachableTasks(
                      task(each.task(), org.apache.mesos.v1.Protos.TaskState.TASK_UNREACHABLE)));
      framework.completed.forEach(task -> tasks.addCompletedTasks(task(task, task.state)));
    }
    for (var framework : cluster.completed.values()) {
      framework.completed.forEach(task -> tasks.addCompletedTasks(task(task, task.state)));
    }
    return tasks.build();
  }

  private static org.apache.mesos.v1.Protos.Task task(
      Task task, org.apache.mesos.v1.Protos.TaskState state) {
    var view =
        org.apache.mesos.v1.Protos.Task.newBuilder()
            .setName(task.info.getName())
            .setTaskId(task.info.getTaskId())
            .setFrameworkId(Ids.framework(task.framework))
            .setAgentId(Ids.agent(task.agent))
            .setState(state)
            .addAllResources(task.resources.items())
            .addAllStatuses(task.statuses());
    task.executor.ifPresent(id -> view.setExecutorId(Ids.executor(id)));
    task.forwarded()
        .ifPresent(
            last -> {
              view.setStatusUpdateState(last.getState());
              view.setStatusUpdateUuid(last.getUuid());
            });
    var info = task.info;
    Optional.of(info).filter(i -> i.hasLabels()).ifPresent(i -> view.setLabels(i.getLabels()));
    Optional.of(info)
        .filter(i -> i.hasDiscovery())
        .ifPresent(i -> view.setDiscovery(i.getDiscovery()));
    Optional.of(info)
        .filter(i -> i.hasContainer())
        .ifPresent(i -> view.setContainer(i.getContainer()));
    Optional.of(info)
        .filter(i -> i.hasHealthCheck())
        .ifPresent(i -> view.setHealthCheck(i.getHealthCheck()));
    Optional.of(info)
        .filter(i -> i.hasKillPolicy())
        .ifPresent(i -> view.setKillPolicy(i.getKillPolicy()));
    return view.build();
  }

  private Response.GetRoles roles() {
    var roles = new TreeMap<String, Role.Builder>();
    for (var framework : cluster.frameworks.values()) {
      for (var name : framework.roles()) {
        roles
            .computeIfAbsent(name, n -> Role.newBuilder().setName(n).setWeight(1.0))
            .addFrameworks(Ids.framework(framework.id));
      }
    }
    new RoleViews(cluster)
        .sums()
        .forEach(
            (name, sum) -> {
              var role =
                  roles.computeIfAbsent(name, n -> Role.newBuilder().setName(n).setWeight(1.0));
              sum.held().unallocated().items().forEach(role::addResources);
            });
    var answer = Response.GetRoles.newBuilder();
    roles.values().forEach(answer::addRoles);
    return answer.build();
  }
}
