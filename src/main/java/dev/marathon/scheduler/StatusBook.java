package dev.marathon.scheduler;

import dev.marathon.base.TaskId;
import dev.marathon.instance.TaskStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * Status updates on their way into the ledgers. An update is acknowledged to Mesos only when its
 * ledger says that it is stored. What a ledger does not take is tried again, a limited number of
 * times: Mesos repeats an update with a uuid until it is acknowledged, and reconciliation returns
 * the others.
 *
 * @param byTask the latest update of each task
 * @param due when to look at an update again
 * @param tokens number of the latest question
 */
record StatusBook(
    PMap<Long, Pending> pending, PMap<String, Long> byTask, PSortedSet<Due> due, long tokens) {

  static final StatusBook EMPTY =
      new StatusBook(HashTreePMap.empty(), HashTreePMap.empty(), TreePSet.empty(), 0);

  /** More are not held; the stream of Mesos stops long before. */
  static final int MOST = 50_000;

  private static final int TRIES_WITH_UUID = 5;
  private static final int TRIES_WITHOUT = 50;

  /**
   * @param fromMesos whether Mesos sent it, or we said it ourselves
   * @param asked whether the ledger's answer is awaited; else it is a pause before the next try
   */
  record Pending(
      TaskStatus status, int ledger, boolean fromMesos, int tries, boolean asked, Instant due) {}

  record Due(Instant at, long token) implements Comparable<Due> {
    private static final Comparator<Due> ORDER =
        Comparator.comparing(Due::at).thenComparingLong(Due::token);

    @Override
    public int compareTo(Due other) {
      return ORDER.compare(this, other);
    }
  }

  boolean full() {
    return pending.size() >= MOST;
  }

  /**
   * Whether the same update waits for its ledger already: after a restart of an agent an update can
   * come twice.
   */
  boolean has(TaskStatus status) {
    Long token = byTask.get(status.taskId());
    return token != null
        && status.uuid().isPresent()
        && pending.get(token).status().uuid().equals(status.uuid());
  }

  StatusBook ask(
      TaskStatus status, int ledger, boolean fromMesos, Instant due, List<SchedulerEffect> out) {
    long token = tokens + 1;
    out.add(new SchedulerEffect.AskStatus(token, ledger, status));
    return new StatusBook(pending, byTask.plus(status.taskId(), token), this.due, token)
        .with(token, new Pending(status, ledger, fromMesos, 1, true, due));
  }

  Optional<Pending> get(long token) {
    return Optional.ofNullable(pending.get(token));
  }

  StatusBook minus(long token) {
    Pending known = pending.get(token);
    if (known == null) {
      return this;
    }
    String taskId = known.status().taskId();
    Long latest = byTask.get(taskId);
    return new StatusBook(
        pending.minus(token),
        latest != null && latest == token ? byTask.minus(taskId) : byTask,
        due.minus(new Due(known.due(), token)),
        tokens);
  }

  /**
   * The task is proposed again: what we said of the proposal before must not be taken for news of
   * this one.
   */
  StatusBook proposed(TaskId taskId) {
    Long token = byTask.get(taskId.toString());
    return token == null || pending.get(token).fromMesos() ? this : minus(token);
  }

  /** The ledger was busy, or silent: try again later. Given up: absent. */
  Optional<StatusBook> later(long token, Instant at) {
    Pending known = pending.get(token);
    int most = known.status().uuid().isPresent() ? TRIES_WITH_UUID : TRIES_WITHOUT;
    Long latest = byTask.get(known.status().taskId());
    boolean overtaken = latest == null || latest != token;
    if (known.tries() >= most || overtaken) {
      return Optional.empty();
    }
    return Optional.of(
        with(
            token,
            new Pending(
                known.status(), known.ledger(), known.fromMesos(), known.tries(), false, at)));
  }

  /** The next one whose time has come. */
  Optional<Long> dueAt(Instant now) {
    return due.isEmpty() || due.first().at().isAfter(now)
        ? Optional.empty()
        : Optional.of(due.first().token());
  }

  StatusBook askAgain(long token, Instant due, List<SchedulerEffect> out) {
    Pending known = pending.get(token);
    out.add(new SchedulerEffect.AskStatus(token, known.ledger(), known.status()));
    return with(
        token,
        new Pending(
            known.status(), known.ledger(), known.fromMesos(), known.tries() + 1, true, due));
  }

  Optional<Instant> nextWake() {
    return due.isEmpty() ? Optional.empty() : Optional.of(due.first().at());
  }

  private StatusBook with(long token, Pending next) {
    Pending before = pending.get(token);
    PSortedSet<Due> rest = before == null ? due : due.minus(new Due(before.due(), token));
    return new StatusBook(
        pending.plus(token, next), byTask, rest.plus(new Due(next.due(), token)), tokens);
  }
}
