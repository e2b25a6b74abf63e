package dev.marathon.local.master;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Feedback on operations that have an id: repeated until acknowledged. */
final class Operations {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
  private static final int MAX_PENDING = 10_000;

  private record Key(String framework, String operation) {}

  private static final class Pending {
    final OperationStatus status;
    Loop.Timer retry = Loop.Timer.NONE;

    Pending(OperationStatus status) {
      this.status = status;
    }
  }

  private final Cluster cluster;
  private final Map<Key, Pending> pending = new LinkedHashMap<>();

  Operations(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Done: the scheduler is told until it acknowledges. */
  void finished(Framework framework, Agent agent, OperationID operation) {
    var status =
        OperationStatus.newBuilder()
            .setOperationId(operation)
            .setState(OperationState.OPERATION_FINISHED)
            .setUuid(
                org.apache.mesos.v1.Protos.UUID.newBuilder().setValue(Ids.bytes(UUID.randomUUID())))
            .setAgentId(Ids.agent(agent.id()))
            .build();
    if (pending.size() >= MAX_PENDING) {
      var oldest = pending.keySet().iterator().next();
      pending.remove(oldest).retry.cancel();
    }
    var entry = new Pending(status);
    pending.put(new Key(framework.id, operation.getValue()), entry);
    send(framework.id, entry, FIRST_RETRY);
  }

  /** Refused: told once, not acknowledged. */
  void failed(Framework framework, OperationID operation, String message) {
    framework.send(
        event(
            OperationStatus.newBuilder()
                .setOperationId(operation)
                .setState(OperationState.OPERATION_ERROR)
                .setMessage(message)
                .build()));
  }

  private void send(String frameworkId, Pending entry, Duration retry) {
    cluster.framework(frameworkId).ifPresent(framework -> framework.send(event(entry.status)));
    var next =
        retry.multipliedBy(2).compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry.multipliedBy(2);
    entry.retry = cluster.loop.after(retry, () -> send(frameworkId, entry, next));
  }

  private static Event.Builder event(OperationStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE_OPERATION_STATUS)
        .setUpdateOperationStatus(Event.UpdateOperationStatus.newBuilder().setStatus(status));
  }

  void acknowledge(Framework framework, Call.AcknowledgeOperationStatus call) {
    var key = new Key(framework.id, call.getOperationId().getValue());
    var entry = pending.get(key);
    ByteString uuid = call.getUuid();
    if (entry != null && entry.status.getUuid().getValue().equals(uuid)) {
      entry.retry.cancel();
      pending.remove(key);
    }
  }

  void reconcile(Framework framework, Call.ReconcileOperations call) {
    List<OperationStatus> answers = new ArrayList<>();
    if (call.getOperationsCount() == 0) {
      pending.forEach(
          (key, entry) -> {
            if (key.framework.equals(framework.id)) {
              answers.add(entry.status.toBuilder().clearUuid().build());
            }
          });
    }
    for (var asked : call.getOperationsList()) {
      var known =
          Optional.ofNullable(
              pending.get(new Key(framework.id, asked.getOperationId().getValue())));
      answers.add(
          known
              .map(entry -> entry.status.toBuilder().clearUuid().build())
              .orElseGet(() -> unknown(asked)));
    }
    answers.forEach(status -> framework.send(event(status)));
  }

  private OperationStatus unknown(Call.ReconcileOperations.Operation asked) {
    var status =
        OperationStatus.newBuilder()
            .setOperationId(asked.getOperationId())
            .setMessage("Reconciliation: Operation is unknown");
    if (!asked.hasAgentId()) {
      return status.setState(OperationState.OPERATION_UNKNOWN).build();
    }
    var agent = asked.getAgentId().getValue();
    status.setAgentId(asked.getAgentId());
    if (cluster.recovering.contains(agent)) {
      return status
          .setState(OperationState.OPERATION_RECOVERING)
          .setMessage("Reconciliation: Agent is recovered but has not re-registered")
          .build();
    }
    if (cluster.agents.containsKey(agent)) {
      return status.setState(OperationState.OPERATION_UNKNOWN).build();
    }
    if (cluster.unreachable.containsKey(agent)) {
      return status
          .setState(OperationState.OPERATION_UNREACHABLE)
          .setMessage("Reconciliation: Agent is unreachable")
          .build();
    }
    if (cluster.gone.contains(agent)) {
      return status
          .setState(OperationState.OPERATION_GONE_BY_OPERATOR)
          .setMessage("Reconciliation: Agent marked gone by operator")
          .build();
    }
    return status.setState(OperationState.OPERATION_UNKNOWN).build();
  }

  void forget(Framework framework) {
    pending
        .entrySet()
        .removeIf(
            entry -> {
              boolean its = entry.getKey().framework.equals(framework.id);
              if (its) {
                entry.getValue().retry.cancel();
              }
              return its;
            });
  }
}
