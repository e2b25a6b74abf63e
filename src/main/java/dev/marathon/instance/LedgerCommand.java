package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Optional;

/** What a ledger can be asked to do. */
public sealed interface LedgerCommand {

  /**
   * Want {@code definition.instances()} copies of this definition. Idempotent; an order not above
   * the stored one is ignored.
   *
   * @param order sequence number of the group's change
   * @param victims instances to end first when scaling down
   */
  record SetTarget(AppDefinition definition, long order, List<InstanceId> victims)
      implements LedgerCommand {}

  /** End all instances of the app, then forget it. */
  record RemoveTarget(AppId appId, long order) implements LedgerCommand {}

  /** The scheduler found room: stored only if still wanted. One ACCEPT follows per offer. */
  record Provision(List<Proposal> proposals) implements LedgerCommand {}

  /**
   * @param incarnation 1 for a new instance
   */
  record Proposal(
      InstanceId id, AppId appId, int incarnation, Version configVersion, Placement placement) {}

  /**
   * @param statuses in the order in which they came
   */
  record RecordStatus(List<TaskStatus> statuses) implements LedgerCommand {
    public RecordStatus {
      statuses = List.copyOf(statuses);
    }

    public RecordStatus(TaskStatus status) {
      this(List.of(status));
    }
  }

  /** Result of Marathon's own health checks of one instance: combined, only when it changed. */
  record RecordHealth(InstanceId id, int incarnation, Optional<Boolean> healthy)
      implements LedgerCommand {}

  /** Result of the readiness check of one instance, only when it changed. */
  record RecordReadiness(InstanceId id, int incarnation, boolean ready) implements LedgerCommand {}

  /** A health check demands the end of this task. */
  record KillUnhealthy(InstanceId id, int incarnation, String reason) implements LedgerCommand {}

  /**
   * Kill by request. Without {@code wipe} the instances keep their goal and are started again.
   *
   * @param wipe forget the instances, replace them by new ones
   */
  record Kill(List<InstanceId> instances, boolean wipe, String reason) implements LedgerCommand {}

  /** Forget the delay of the app's current configuration. */
  record ResetBackoff(AppId appId) implements LedgerCommand {}

  /** Look at all deadlines: overdue launches, unreachable instances, kills. Sent by a timer. */
  record CheckDeadlines() implements LedgerCommand {}

  /** Which tasks should Mesos be asked about? Answered with {@link LedgerReply.Live}. */
  record ListLive() implements LedgerCommand {}
}
