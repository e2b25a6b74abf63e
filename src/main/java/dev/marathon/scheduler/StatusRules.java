package dev.marathon.scheduler;

import dev.marathon.base.TaskId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.LedgerEffect.KillTask;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.scheduler.StatusBook.Pending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The way of a status update: to the ledger that its task id names, and only when that has stored
 * it an acknowledgement to Mesos.
 */
final class StatusRules {
  private StatusRules() {}

  static void updated(Draft draft, TaskStatus status, Instant now) {
    if (!draft.started) {
      early(draft, status);
      return;
    }
    if (saysNothing(draft, status, now)) {
      draft.handled();
      return;
    }
    draft.reconciliation = draft.reconciliation.answered(status.taskId());
    if (status.condition().terminal()) {
      draft.kills = draft.kills.done(status.taskId());
    }
    Optional<TaskId> taskId = TaskId.parse(status.taskId());
    if (taskId.isEmpty()) {
      foreign(draft, status);
    } else if (draft.statuses.has(status)) {
      draft.handled();
    } else if (draft.statuses.full()) {
      draft.note("too many updates wait; dropped one of " + status.taskId());
      draft.handled();
    } else {
      ask(draft, status, taskId.get(), true, now);
    }
  }

  /** The ledger of an update has answered, or was too busy to look at it. */
  static void answered(Draft draft, long token, boolean recorded, Instant now) {
    Optional<Pending> pending = draft.statuses.get(token);
    if (pending.isEmpty()) {
      return;
    }
    if (recorded) {
      acknowledge(draft, pending.get().status());
      finish(draft, token, pending.get());
      return;
    }
    Instant next = now.plus(draft.settings.busyRetry().multipliedBy(pending.get().tries()));
    draft
        .statuses
        .later(token, next)
        .ifPresentOrElse(book -> draft.statuses = book, () -> giveUp(draft, token, pending.get()));
  }

  /** Asks again where a pause is over or an answer did not come. */
  static void due(Draft draft, Instant now) {
    Optional<Long> token = draft.statuses.dueAt(now);
    while (token.isPresent()) {
      long number = token.get();
      Pending pending = draft.statuses.get(number).orElseThrow();
      Optional<StatusBook> again = draft.statuses.later(number, now);
      if (again.isEmpty()) {
        giveUp(draft, number, pending);
      } else {
        draft.statuses =
            draft.statuses.askAgain(number, now.plus(draft.settings.answerWithin()), draft.out);
      }
      token = draft.statuses.dueAt(now);
    }
  }

  /** Tells the ledger ourselves what became of a task that Mesos never saw. */
  static void say(
      Draft draft,
      LaunchSpec launch,
      Condition condition,
      String reason,
      String message,
      Instant now) {
    var status =
        new TaskStatus(
            launch.taskId().toString(),
            condition,
            condition.taskState(),
            Optional.empty(),
            Optional.of(launch.placement().agentId()),
            reason,
            message,
            now,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    ask(draft, status, launch.taskId(), false, now);
  }

  private static void ask(
      Draft draft, TaskStatus status, TaskId taskId, boolean fromMesos, Instant now) {
    draft.statuses =
        draft.statuses.ask(
            status,
            taskId.instance().ledger(),
            fromMesos,
            now.plus(draft.settings.answerWithin()),
            draft.out);
  }

  private static void early(Draft draft, TaskStatus status) {
    if (draft.backlog.full()) {
      draft.handled(); // Mesos repeats it, or reconciliation brings it up again.
    } else {
      draft.backlog = draft.backlog.early(status);
    }
  }

  /**
   * After a change of the master its agents come back one by one; until then it does not know their
   * tasks, which run all the same.
   */
  private static boolean saysNothing(Draft draft, TaskStatus status, Instant now) {
    return status.condition() == Condition.UNKNOWN
        && status.uuid().isEmpty()
        && status.reason().equals(TaskStatus.RECONCILIATION)
        && draft
            .connection
            .masterSince()
            .map(at -> now.isBefore(at.plus(draft.settings.reconcile().unknownCountsAfter())))
            .orElse(true);
  }

  /** A task id that is not of our making: nobody can own it. */
  private static void foreign(Draft draft, TaskStatus status) {
    boolean lives =
        switch (status.condition()) {
          case STAGING, STARTING, RUNNING, KILLING -> true;
          case PROVISIONED,
              UNREACHABLE,
              UNREACHABLE_INACTIVE,
              FINISHED,
              KILLED,
              FAILED,
              ERROR,
              GONE,
              DROPPED,
              UNKNOWN ->
              false;
        };
    if (lives && !draft.kills.has(status.taskId())) {
      draft.note("a task that is not ours is killed: " + status.taskId());
      draft.kills =
          draft.kills.want(
              new KillTask(
                  status.taskId(), status.agentId(), Optional.empty(), "not a task of ours"));
    }
    acknowledge(draft, status);
    draft.handled();
  }

  private static void acknowledge(Draft draft, TaskStatus status) {
    if (status.uuid().isPresent() && status.agentId().isPresent()) {
      draft.call(
          new MesosCall.Acknowledge(status.taskId(), status.agentId().get(), status.uuid().get()));
    }
  }

  private static void giveUp(Draft draft, long token, Pending pending) {
    draft.note("no ledger took the update of " + pending.status().taskId());
    finish(draft, token, pending);
  }

  private static void finish(Draft draft, long token, Pending pending) {
    draft.statuses = draft.statuses.minus(token);
    if (pending.fromMesos()) {
      draft.handled();
    }
  }
}
