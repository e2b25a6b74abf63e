package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.instance.LedgerReply.LiveTask;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosCall.TaskQuestion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Brings what we know of tasks and what Mesos knows together. All ledgers list their live tasks;
 * Mesos is asked about them, a limited number per call, and with growing pauses again about those
 * without an answer (agents that are not back yet), until every task is answered. A question about
 * all tasks brings up those that we do not know. The whole is repeated from time to time.
 *
 * @param running whether we are subscribed and may ask
 * @param unlisted ledgers that have not listed their tasks; when to ask them (again)
 * @param open tasks without an answer
 * @param unsent questions of the current pass that are not sent yet
 * @param nextCall when the next call of the current pass or the next pass is due
 * @param pause before the next pass
 * @param implicitAt when all tasks are asked for
 * @param againAt when everything begins anew
 */
record Reconciliation(
    boolean running,
    PMap<Integer, Instant> unlisted,
    PMap<String, TaskQuestion> open,
    List<TaskQuestion> unsent,
    Optional<Instant> nextCall,
    Duration pause,
    Optional<Instant> implicitAt,
    Optional<Instant> againAt) {

  static final Reconciliation IDLE =
      new Reconciliation(
          false,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          List.of(),
          Optional.empty(),
          Duration.ZERO,
          Optional.empty(),
          Optional.empty());

  /** A ledger that does not list its tasks in that time is asked again. */
  private static final Duration LIST_WITHIN = Duration.ofSeconds(10);

  /** We are subscribed anew: ask about everything. */
  Reconciliation begin(Instant now, ReconcileSettings settings) {
    PMap<Integer, Instant> all = HashTreePMap.empty();
    for (int ledger : IntStream.range(0, AppId.LEDGERS).toArray()) {
      all = all.plus(ledger, now);
    }
    return new Reconciliation(
        true,
        all,
        HashTreePMap.empty(),
        List.of(),
        Optional.empty(),
        settings.firstPause(),
        Optional.of(now.plus(settings.implicitAfter())),
        Optional.of(now.plus(settings.every())));
  }

  Reconciliation listed(int ledger, List<LiveTask> tasks, Instant now) {
    if (!running || !unlisted.containsKey(ledger)) {
      return this;
    }
    PMap<String, TaskQuestion> more = open;
    for (LiveTask task : tasks) {
      more = more.plus(task.taskId(), new TaskQuestion(task.taskId(), task.agentId()));
    }
    PMap<Integer, Instant> rest = unlisted.minus(ledger);
    boolean complete = rest.isEmpty();
    return new Reconciliation(
        true,
        rest,
        more,
        complete ? List.copyOf(more.values()) : unsent,
        complete ? Optional.of(now) : nextCall,
        pause,
        implicitAt,
        againAt);
  }

  /** The ledger was too busy to list its tasks. */
  Reconciliation listLater(int ledger, Instant at) {
    return unlisted.containsKey(ledger)
        ? with(unlisted.plus(ledger, at), open, unsent, nextCall, pause)
        : this;
  }

  /** Asks about these tasks too, in the next pass. */
  Reconciliation askAbout(List<TaskQuestion> tasks, Instant at) {
    if (!running) {
      return this;
    }
    PMap<String, TaskQuestion> more = open;
    for (TaskQuestion task : tasks) {
      more = more.plus(task.taskId(), task);
    }
    return with(unlisted, more, unsent, Times.earlier(nextCall, Optional.of(at)), pause);
  }

  Reconciliation answered(String taskId) {
    return open.containsKey(taskId)
        ? with(unlisted, open.minus(taskId), unsent, nextCall, pause)
        : this;
  }

  /** Does what is due. */
  Reconciliation proceed(Instant now, ReconcileSettings settings, List<SchedulerEffect> out) {
    if (!running) {
      return this;
    }
    if (Times.reached(againAt, now)) {
      return begin(now, settings).proceed(now, settings, out);
    }
    return list(now, out).implicit(now, out).ask(now, settings, out);
  }

  Optional<Instant> nextWake() {
    if (!running) {
      return Optional.empty();
    }
    Optional<Instant> list = unlisted.values().stream().min(Instant::compareTo);
    return Times.earlier(
        Times.earlier(list, unlisted.isEmpty() ? nextCall : Optional.empty()),
        Times.earlier(implicitAt, againAt));
  }

  PSet<String> unanswered() {
    return HashTreePSet.from(open.keySet());
  }

  private Reconciliation list(Instant now, List<SchedulerEffect> out) {
    PMap<Integer, Instant> next = unlisted;
    for (var ledger : unlisted.entrySet()) {
      if (!ledger.getValue().isAfter(now)) {
        out.add(new SchedulerEffect.AskLive(ledger.getKey()));
        next = next.plus(ledger.getKey(), now.plus(LIST_WITHIN));
      }
    }
    return with(next, open, unsent, nextCall, pause);
  }

  private Reconciliation implicit(Instant now, List<SchedulerEffect> out) {
    if (!Times.reached(implicitAt, now)) {
      return this;
    }
    out.add(new SchedulerEffect.Call(new MesosCall.Reconcile(List.of())));
    return new Reconciliation(
        running, unlisted, open, unsent, nextCall, pause, Optional.empty(), againAt);
  }

  private Reconciliation ask(Instant now, ReconcileSettings settings, List<SchedulerEffect> out) {
    if (!unlisted.isEmpty() || !Times.reached(nextCall, now)) {
      return this;
    }
    if (open.isEmpty()) {
      return with(unlisted, open, List.of(), Optional.empty(), pause);
    }
    var rest = unsent.isEmpty() ? List.copyOf(open.values()) : unsent;
    var questions = new ArrayList<TaskQuestion>();
    int seen = 0;
    while (seen < rest.size() && questions.size() < settings.perCall()) {
      var question = rest.get(seen++);
      if (open.containsKey(question.taskId())) {
        questions.add(question);
      }
    }
    rest = rest.subList(seen, rest.size()); // Not copied: there may be a hundred thousand.
    if (!questions.isEmpty()) { // None at all would ask about everything.
      out.add(new SchedulerEffect.Call(new MesosCall.Reconcile(List.copyOf(questions))));
    }
    if (!rest.isEmpty()) {
      return with(unlisted, open, rest, Optional.of(now.plus(settings.betweenCalls())), pause);
    }
    Duration doubled = pause.multipliedBy(2);
    return with(
        unlisted,
        open,
        rest,
        Optional.of(now.plus(pause)),
        doubled.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : doubled);
  }

  private Reconciliation with(
      PMap<Integer, Instant> newUnlisted,
      PMap<String, TaskQuestion> newOpen,
      List<TaskQuestion> newUnsent,
      Optional<Instant> newNextCall,
      Duration newPause) {
    return new Reconciliation(
        running, newUnlisted, newOpen, newUnsent, newNextCall, newPause, implicitAt, againAt);
  }
}
