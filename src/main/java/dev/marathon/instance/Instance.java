package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One copy of an app and its current or last task.
 *
 * @param order order of the target that the instance was created for
 * @param incarnation number of its current task, from 1
 * @param version version of the definition that the task was started with
 * @param configVersion {@code lastConfigChangeAt} of that definition: instances with another one
 *     than the target's are outdated
 * @param placement where the current or last task is or was
 * @param since when the condition began
 * @param stagedAt when the current task was sent to Mesos
 * @param startedAt first RUNNING of the current task
 * @param checks results of the current task's checks
 * @param killReason present once the end of the current task was asked for while the instance is to
 *     go on
 * @param addresses IP addresses that Mesos reported
 */
public record Instance(
    InstanceId id,
    AppId appId,
    long order,
    int incarnation,
    Condition condition,
    Goal goal,
    Version version,
    Version configVersion,
    String role,
    Placement placement,
    Instant since,
    Instant stagedAt,
    Optional<Instant> startedAt,
    Checks checks,
    Optional<String> killReason,
    List<IpAddress> addresses) {

  public Instance {
    addresses = List.copyOf(addresses);
  }

  /** The instance as its next task is sent to Mesos. */
  static Instance provisioned(LedgerEvent.InstanceProvisioned event, long order) {
    return new Instance(
        event.id(),
        event.appId(),
        order,
        event.incarnation(),
        Condition.PROVISIONED,
        Goal.RUNNING,
        event.version(),
        event.configVersion(),
        event.role(),
        event.placement(),
        event.at(),
        event.at(),
        Optional.empty(),
        Checks.NONE,
        Optional.empty(),
        List.of());
  }

  public TaskId task() {
    return id.task(incarnation);
  }

  /** Its task has ended and it is to be started again. */
  public boolean waiting() {
    return goal == Goal.RUNNING && condition.terminal();
  }

  /** Its agent is lost; nothing can be sent to the task. */
  public boolean lost() {
    return condition == Condition.UNREACHABLE || condition == Condition.UNREACHABLE_INACTIVE;
  }

  /** Whether the end of the current task was asked for. */
  public boolean killPending() {
    return goal != Goal.RUNNING || killReason.isPresent();
  }

  /** Whether Mesos has to be told, again and again, to end the current task. */
  public boolean toBeKilled() {
    return killPending() && !condition.terminal() && !lost();
  }

  /** Combined result of all health checks; absent while unknown. */
  public Optional<Boolean> healthy() {
    return checks.healthy();
  }

  /**
   * Whether it does its work: running, not about to be killed, and found healthy by every kind of
   * health check of its definition.
   */
  public boolean serving(AppDefinition definition) {
    return condition == Condition.RUNNING && killReason.isEmpty() && checks.pass(definition);
  }

  Instance after(LedgerEvent.ConditionChanged event) {
    boolean same = event.condition() == condition;
    boolean firstRun = event.condition() == Condition.RUNNING && startedAt.isEmpty();
    return new Instance(
        id,
        appId,
        order,
        incarnation,
        event.condition(),
        goal,
        version,
        configVersion,
        role,
        placement,
        same ? since : event.at(),
        stagedAt,
        firstRun ? Optional.of(event.at()) : startedAt,
        event.healthy().isPresent() ? checks.byAgent(event.healthy()) : checks,
        killReason,
        event.addresses().isEmpty() ? addresses : event.addresses());
  }

  /** The same with a condition that was seen but is not stored. */
  public Instance observed(Condition seen) {
    return new Instance(
        id,
        appId,
        order,
        incarnation,
        seen,
        goal,
        version,
        configVersion,
        role,
        placement,
        since,
        stagedAt,
        startedAt,
        checks,
        killReason,
        addresses);
  }

  Instance withGoal(Goal newGoal) {
    return with(newGoal, checks, killReason);
  }

  Instance withChecks(Checks newChecks) {
    return with(goal, newChecks, killReason);
  }

  Instance withKill(String reason) {
    return with(goal, checks, Optional.of(reason));
  }

  private Instance with(Goal newGoal, Checks newChecks, Optional<String> newKillReason) {
    return new Instance(
        id,
        appId,
        order,
        incarnation,
        condition,
        newGoal,
        version,
        configVersion,
        role,
        placement,
        since,
        stagedAt,
        startedAt,
        newChecks,
        newKillReason,
        addresses);
  }

  /**
   * @param protocol {@code IPv4} or {@code IPv6}
   */
  public record IpAddress(String ipAddress, String protocol) {}
}
