package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a status update from Mesos means for the ledger. */
final class StatusRules {

  private static final int LONGEST_MESSAGE = 10_000;
  private static final String NOT_IN_SYNC = "NotInSync";

  private StatusRules() {}

  static void record(LedgerTurn turn, TaskStatus status) {
    var task = TaskId.parse(status.taskId());
    var instance = task.flatMap(id -> turn.instance(id.instance()));
    if (instance.isEmpty()) {
      unknown(turn, status);
    } else if (instance.get().incarnation() != task.orElseThrow().incarnation()) {
      stray(turn, status, NOT_IN_SYNC);
    } else if (instance.get().condition().terminal()) {
      // The end stands; what runs nevertheless must not.
      stray(turn, status, NOT_IN_SYNC);
    } else {
      known(turn, instance.get(), status);
    }
  }

  /** Expunged instances that come back end here. */
  private static void unknown(LedgerTurn turn, TaskStatus status) {
    if (status.condition().terminal() || lost(status.condition())) {
      turn.effect(
          new LedgerEffect.UnknownTerminated(
              status.taskId(), appPath(status.taskId()), status.condition()));
    }
    stray(turn, status, "Unknown");
  }

  /**
   * A task that must not run. While its agent is lost nobody can end it, and the agent may never
   * come back: the next update of the task does what a kill now cannot.
   */
  private static void stray(LedgerTurn turn, TaskStatus status, String reason) {
    switch (status.condition()) {
      case STAGING, STARTING, RUNNING ->
          turn.effect(
              new LedgerEffect.KillTask(
                  status.taskId(), status.agentId(), Optional.empty(), reason));
      case UNREACHABLE, UNREACHABLE_INACTIVE ->
          turn.effect(new LedgerEffect.KillDone(status.taskId()));
      case PROVISIONED, KILLING, FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN -> {}
    }
  }

  private static void known(LedgerTurn turn, Instance instance, TaskStatus status) {
    if (!news(instance, status)) {
      observed(turn, instance, status);
      return;
    }
    turn.store(instance.appId(), changed(turn, instance, status));
    if (checked(status)) {
      observe(turn, instance, status);
    }
    var after = turn.instance(instance.id()).orElseThrow();
    if (after.goal() != Goal.RUNNING && (after.condition().terminal() || after.lost())) {
      turn.expunge(after, "Decommissioned");
    } else if (after.condition().terminal() && after.killPending()) {
      turn.effect(new LedgerEffect.KillDone(after.task().toString()));
    } else if (instance.lost() && after.toBeKilled()) {
      // Mesos does not remember a kill of a task whose agent was lost.
      turn.effect(Kills.again(turn.state(), after));
    } else {
      Convergence.deadline(turn, after.id());
    }
  }

  /** Whether the update changes something that is stored. */
  private static boolean news(Instance instance, TaskStatus status) {
    var now = instance.condition();
    return switch (status.condition()) {
      // Mesos repeats these after a restart; losing them changes no decision.
      case STAGING, STARTING -> instance.lost();
      case RUNNING ->
          now != Condition.KILLING && (now != Condition.RUNNING || details(instance, status));
      case UNREACHABLE, UNREACHABLE_INACTIVE -> !instance.lost();
      case KILLING -> now != Condition.KILLING;
      case PROVISIONED -> false;
      case FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN -> true;
    };
  }

  private static boolean details(Instance instance, TaskStatus status) {
    boolean health =
        status.healthy().isPresent() && !status.healthy().equals(instance.checks().byAgent());
    boolean addresses =
        !status.addresses().isEmpty() && !status.addresses().equals(instance.addresses());
    return health || addresses;
  }

  private static void observed(LedgerTurn turn, Instance instance, TaskStatus status) {
    boolean launching =
        instance.condition() == Condition.PROVISIONED
            && (status.condition() == Condition.STAGING
                || status.condition() == Condition.STARTING);
    if (launching || checked(status)) {
      observe(turn, instance, status);
    }
  }

  private static boolean checked(TaskStatus status) {
    return status.condition() == Condition.RUNNING && status.checkResult().isPresent();
  }

  private static void observe(LedgerTurn turn, Instance instance, TaskStatus status) {
    turn.effect(new LedgerEffect.Observed(instance.id(), instance.appId(), status));
  }

  private static LedgerEvent.ConditionChanged changed(
      LedgerTurn turn, Instance instance, TaskStatus status) {
    var condition = lost(status.condition()) ? Condition.UNREACHABLE : status.condition();
    return new LedgerEvent.ConditionChanged(
        instance.id(),
        instance.incarnation(),
        condition,
        status.mesosState(),
        status.reason(),
        cut(status.message()),
        status.healthy(),
        status.addresses(),
        lost(condition) ? lostSince(turn, status) : turn.now());
  }

  private static Instant lostSince(LedgerTurn turn, TaskStatus status) {
    var since = status.unreachableSince().orElse(status.at());
    return since.isAfter(turn.now()) ? turn.now() : since.truncatedTo(ChronoUnit.MILLIS);
  }

  private static boolean lost(Condition condition) {
    return condition == Condition.UNREACHABLE || condition == Condition.UNREACHABLE_INACTIVE;
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }

  /** The app's path as far as a task id tells: a '_' in it may have been a '/' or a '_'. */
  private static String appPath(String taskId) {
    return "/"
        + TaskId.parse(taskId)
            .map(TaskId::instance)
            .map(InstanceId::safe)
            .map(safe -> safe.replace('_', '/'))
            .orElse(taskId);
  }
}
