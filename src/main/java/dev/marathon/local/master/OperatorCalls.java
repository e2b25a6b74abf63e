package dev.marathon.local.master;

import com.google.protobuf.util.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.master.Protos.Call;

/** The changing calls of the v1 operator API. */
final class OperatorCalls {
  private final Master master;

  OperatorCalls(Master master) {
    this.master = master;
  }

  /** Why a call is not complete, in Mesos' words; empty if it is. */
  @SuppressWarnings("deprecation") // old clients still send SET_QUOTA
  static Optional<String> invalid(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    return switch (call.getType()) {
      case GET_METRICS -> present(call.hasGetMetrics(), "get_metrics");
      case SET_LOGGING_LEVEL -> present(call.hasSetLoggingLevel(), "set_logging_level");
      case LIST_FILES -> present(call.hasListFiles(), "list_files");
      case READ_FILE -> present(call.hasReadFile(), "read_file");
      case UPDATE_WEIGHTS -> present(call.hasUpdateWeights(), "update_weights");
      case RESERVE_RESOURCES -> present(call.hasReserveResources(), "reserve_resources");
      case UNRESERVE_RESOURCES -> present(call.hasUnreserveResources(), "unreserve_resources");
      case CREATE_VOLUMES -> present(call.hasCreateVolumes(), "create_volumes");
      case DESTROY_VOLUMES -> present(call.hasDestroyVolumes(), "destroy_volumes");
      case GROW_VOLUME -> present(call.hasGrowVolume(), "grow_volume");
      case SHRINK_VOLUME -> present(call.hasShrinkVolume(), "shrink_volume");
      case UPDATE_MAINTENANCE_SCHEDULE ->
          present(call.hasUpdateMaintenanceSchedule(), "update_maintenance_schedule");
      case START_MAINTENANCE -> present(call.hasStartMaintenance(), "start_maintenance");
      case STOP_MAINTENANCE -> present(call.hasStopMaintenance(), "stop_maintenance");
      case DRAIN_AGENT -> present(call.hasDrainAgent(), "drain_agent");
      case DEACTIVATE_AGENT -> present(call.hasDeactivateAgent(), "deactivate_agent");
      case REACTIVATE_AGENT -> present(call.hasReactivateAgent(), "reactivate_agent");
      case UPDATE_QUOTA -> present(call.hasUpdateQuota(), "update_quota");
      case SET_QUOTA -> present(call.hasSetQuota(), "set_quota");
      case REMOVE_QUOTA -> present(call.hasRemoveQuota(), "remove_quota");
      case TEARDOWN -> present(call.hasTeardown(), "teardown");
      case MARK_AGENT_GONE -> present(call.hasMarkAgentGone(), "mark_agent_gone");
      case UNKNOWN,
          GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_LOGGING_LEVEL,
          GET_STATE,
          GET_AGENTS,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_OPERATIONS,
          GET_TASKS,
          GET_ROLES,
          GET_WEIGHTS,
          GET_MASTER,
          SUBSCRIBE,
          GET_MAINTENANCE_STATUS,
          GET_MAINTENANCE_SCHEDULE,
          GET_QUOTA ->
          Optional.empty();
    };
  }

  private static Optional<String> present(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }

  /** Does a call that changes something. Empty for one that only asks. */
  Optional<Answer> change(Call call) {
    return switch (call.getType()) {
      case TEARDOWN -> Optional.of(master.teardown(call.getTeardown().getFrameworkId().getValue()));
      case RESERVE_RESOURCES -> {
        var reserve = call.getReserveResources();
        var operation = Operation.newBuilder().setType(Operation.Type.RESERVE);
        operation.getReserveBuilder().addAllResources(reserve.getResourcesList());
        yield operation(reserve.getAgentId().getValue(), operation);
      }
      case UNRESERVE_RESOURCES -> {
        var unreserve = call.getUnreserveResources();
        var operation = Operation.newBuilder().setType(Operation.Type.UNRESERVE);
        operation.getUnreserveBuilder().addAllResources(unreserve.getResourcesList());
        yield operation(unreserve.getAgentId().getValue(), operation);
      }
      case CREATE_VOLUMES -> {
        var create = call.getCreateVolumes();
        var operation = Operation.newBuilder().setType(Operation.Type.CREATE);
        operation.getCreateBuilder().addAllVolumes(create.getVolumesList());
        yield operation(create.getAgentId().getValue(), operation);
      }
      case DESTROY_VOLUMES -> {
        var destroy = call.getDestroyVolumes();
        var operation = Operation.newBuilder().setType(Operation.Type.DESTROY);
        operation.getDestroyBuilder().addAllVolumes(destroy.getVolumesList());
        yield operation(destroy.getAgentId().getValue(), operation);
      }
      case UPDATE_MAINTENANCE_SCHEDULE ->
          Optional.of(
              master.maintenance().schedule(call.getUpdateMaintenanceSchedule().getSchedule()));
      case START_MAINTENANCE ->
          Optional.of(startMaintenance(call.getStartMaintenance().getMachinesList()));
      case STOP_MAINTENANCE ->
          Optional.of(master.maintenance().stop(call.getStopMaintenance().getMachinesList()));
      case DEACTIVATE_AGENT ->
          Optional.of(active(call.getDeactivateAgent().getAgentId().getValue(), false));
      case REACTIVATE_AGENT ->
          Optional.of(active(call.getReactivateAgent().getAgentId().getValue(), true));
      case DRAIN_AGENT -> Optional.of(drain(call.getDrainAgent()));
      case MARK_AGENT_GONE -> Optional.of(gone(call.getMarkAgentGone().getAgentId().getValue()));
      case SET_LOGGING_LEVEL -> Optional.of(Answer.OK);
      case UPDATE_WEIGHTS,
          GROW_VOLUME,
          SHRINK_VOLUME,
          UPDATE_QUOTA,
          SET_QUOTA,
          REMOVE_QUOTA,
          SUBSCRIBE ->
          Optional.of(new Answer(501, "The local master does not support " + call.getType()));
      case LIST_FILES, READ_FILE -> Optional.of(new Answer(404, ""));
      case UNKNOWN -> Optional.of(new Answer(501, ""));
      case GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_METRICS,
          GET_LOGGING_LEVEL,
          GET_STATE,
          GET_AGENTS,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_OPERATIONS,
          GET_TASKS,
          GET_ROLES,
          GET_WEIGHTS,
          GET_MASTER,
          GET_MAINTENANCE_STATUS,
          GET_MAINTENANCE_SCHEDULE,
          GET_QUOTA ->
          Optional.empty();
    };
  }

  private Optional<Answer> operation(String agent, Operation.Builder operation) {
    return Optional.of(
        master
            .cluster()
            .agent(agent)
            .map(found -> master.conversions().free(found, operation.build()))
            .orElseGet(() -> Answer.badRequest("No agent found with specified ID")));
  }

  private Answer startMaintenance(List<MachineID> machines) {
    var found = new ArrayList<Agent>();
    var answer = master.maintenance().start(machines, found);
    for (var agent : found) {
      master
          .agents()
          .remove(
              agent,
              TaskState.TASK_LOST,
              TaskStatus.Reason.REASON_AGENT_REMOVED,
              "Agent "
                  + agent.description.hostname()
                  + " removed: Operator initiated 'Machine DOWN'",
              false);
    }
    return answer;
  }

  private Answer active(String id, boolean active) {
    var agent = master.cluster().agent(id);
    if (agent.isEmpty()) {
      return Answer.badRequest("Agent '" + id + "' not found");
    }
    agent.get().deactivated = !active;
    agent.get().draining = Optional.empty();
    if (!active) {
      master.offers().rescindAll(agent.get());
    }
    return Answer.OK;
  }

  /** No more offers, and its tasks are killed. */
  private Answer drain(Call.DrainAgent drain) {
    var id = drain.getAgentId().getValue();
    var answer = active(id, false);
    master
        .cluster()
        .agent(id)
        .ifPresent(
            agent -> {
              var config = DrainConfig.newBuilder().setMarkGone(drain.getMarkGone());
              if (drain.hasMaxGracePeriod()) {
                config.setMaxGracePeriod(
                    DurationInfo.newBuilder().setNanoseconds(grace(drain).orElseThrow().toNanos()));
              }
              agent.draining = Optional.of(config.build());
              agent.tasks.values().stream()
                  .filter(Task::live)
                  .forEach(
                      task ->
                          agent.link.tell(
                              runner ->
                                  runner.drain(
                                      Ids.framework(task.framework),
                                      Ids.task(task.id()),
                                      grace(drain))));
            });
    return answer;
  }

  private static Optional<Duration> grace(Call.DrainAgent drain) {
    return drain.hasMaxGracePeriod()
        ? Optional.of(Duration.ofNanos(Durations.toNanos(drain.getMaxGracePeriod())))
        : Optional.empty();
  }

  private Answer gone(String id) {
    var cluster = master.cluster();
    if (cluster.gone.contains(id)) {
      return Answer.OK;
    }
    var agent = cluster.agent(id);
    if (agent.isPresent()) {
      master
          .agents()
          .remove(
              agent.get(),
              TaskState.TASK_GONE_BY_OPERATOR,
              TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR,
              "Agent has been marked gone",
              true);
      return Answer.OK;
    }
    return master.agents().markAbsentGone(id)
        ? Answer.OK
        : new Answer(404, "Agent '" + id + "' not found");
  }
}
