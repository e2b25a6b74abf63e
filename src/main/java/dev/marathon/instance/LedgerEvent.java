package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a ledger remembers. Each event carries the times that its fold needs. */
public sealed interface LedgerEvent {

  record TargetSet(AppDefinition definition, long order, List<InstanceId> victims, Instant at)
      implements LedgerEvent {}

  /** The app's instances are to end; the app is forgotten with the last one. */
  record TargetRemoved(AppId appId, long order, Instant at) implements LedgerEvent {}

  /** The last instance of a removed app has ended. */
  record AppForgotten(AppId appId) implements LedgerEvent {}

  /** Stored before ACCEPT is sent. */
  record InstanceProvisioned(
      InstanceId id,
      AppId appId,
      int incarnation,
      Version version,
      Version configVersion,
      String role,
      Placement placement,
      Instant at)
      implements LedgerEvent {}

  /**
   * The task's condition, the result of its agent's health check or its addresses changed.
   *
   * @param at time of the change on our clock; for UNREACHABLE Mesos' {@code unreachable_time}, but
   *     never later than ours
   * @param message for people, at most 10,000 characters
   */
  record ConditionChanged(
      InstanceId id,
      int incarnation,
      Condition condition,
      String mesosState,
      String reason,
      String message,
      Optional<Boolean> healthy,
      List<Instance.IpAddress> addresses,
      Instant at)
      implements LedgerEvent {}

  record HealthChanged(InstanceId id, int incarnation, Optional<Boolean> healthy, Instant at)
      implements LedgerEvent {}

  /** Result of the readiness check. */
  record ReadinessChanged(InstanceId id, int incarnation, boolean ready, Instant at)
      implements LedgerEvent {}

  /**
   * The current task is to end, the instance is to go on.
   *
   * @param reason Marathon's word for it, for example {@code KillingTasksViaApi}
   * @param message for people, may be empty
   */
  record KillRequested(InstanceId id, int incarnation, String reason, String message, Instant at)
      implements LedgerEvent {

    /** Whether a health check asked for it. */
    public boolean unhealthy() {
      return reason.equals(KillRules.UNHEALTHY);
    }
  }

  record GoalChanged(InstanceId id, Goal goal, String reason, Instant at) implements LedgerEvent {}

  /** The instance no longer exists for us; a task of it that shows up is killed. */
  record InstanceExpunged(InstanceId id, AppId appId, String reason, Instant at)
      implements LedgerEvent {}

  record BackoffReset(AppId appId, Version configVersion) implements LedgerEvent {}
}
