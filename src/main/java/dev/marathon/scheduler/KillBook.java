package dev.marathon.scheduler;

import dev.marathon.instance.LedgerEffect.KillTask;
import dev.marathon.mesos.MesosCall;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * Tasks that have to end. Each is sent to Mesos again and again until an end is reported; only so
 * many at a time, and one that does not end makes room for those that wait. Holds at most one entry
 * per task.
 *
 * @param waiting in the order in which they came
 * @param inFlight by the time at which they are due again
 * @param numbers number of the latest entry in line
 */
record KillBook(
    PMap<String, Kill> kills, PSortedSet<Line> waiting, PSortedSet<Due> inFlight, long numbers) {

  static final KillBook EMPTY =
      new KillBook(HashTreePMap.empty(), TreePSet.empty(), TreePSet.empty(), 0);

  /**
   * @param number place in line
   * @param due when it is sent again; absent while it waits
   */
  record Kill(KillTask order, long number, Optional<Instant> due) {}

  record Line(long number, String taskId) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      return Long.compare(number, other.number);
    }
  }

  record Due(Instant at, long number, String taskId) implements Comparable<Due> {
    private static final Comparator<Due> ORDER =
        Comparator.comparing(Due::at).thenComparingLong(Due::number);

    @Override
    public int compareTo(Due other) {
      return ORDER.compare(this, other);
    }
  }

  /** A repeated order replaces the details, not the place. */
  KillBook want(KillTask order) {
    Kill known = kills.get(order.taskId());
    if (known != null) {
      var same = new Kill(order, known.number(), known.due());
      return new KillBook(kills.plus(order.taskId(), same), waiting, inFlight, numbers);
    }
    return line(order);
  }

  KillBook done(String taskId) {
    Kill kill = kills.get(taskId);
    if (kill == null) {
      return this;
    }
    return new KillBook(
        kills.minus(taskId),
        waiting.minus(new Line(kill.number(), taskId)),
        kill.due().map(at -> inFlight.minus(new Due(at, kill.number(), taskId))).orElse(inFlight),
        numbers);
  }

  boolean has(String taskId) {
    return kills.containsKey(taskId);
  }

  /** Sends what may be sent: those whose time has come again, then those in line. */
  KillBook send(Instant now, SchedulerSettings settings, List<SchedulerEffect> out) {
    KillBook book = this;
    while (!book.inFlight.isEmpty() && !book.inFlight.first().at().isAfter(now)) {
      Kill kill = book.kills.get(book.inFlight.first().taskId());
      book = book.done(kill.order().taskId()).line(kill.order());
    }
    while (!book.waiting.isEmpty() && book.inFlight.size() < settings.killsInFlight()) {
      book = book.sendFirst(now.plus(settings.killRetry()), out);
    }
    return book;
  }

  /** After a gap in the connection all are sent anew. */
  KillBook again() {
    KillBook book = this;
    for (Due due : inFlight) {
      KillTask order = kills.get(due.taskId()).order();
      book = book.done(due.taskId()).line(order);
    }
    return book;
  }

  Optional<Instant> nextWake() {
    return inFlight.isEmpty() ? Optional.empty() : Optional.of(inFlight.first().at());
  }

  private KillBook line(KillTask order) {
    long number = numbers + 1;
    return new KillBook(
        kills.plus(order.taskId(), new Kill(order, number, Optional.empty())),
        waiting.plus(new Line(number, order.taskId())),
        inFlight,
        number);
  }

  private KillBook sendFirst(Instant due, List<SchedulerEffect> out) {
    Line first = waiting.first();
    KillTask order = kills.get(first.taskId()).order();
    out.add(
        new SchedulerEffect.Call(
            new MesosCall.Kill(order.taskId(), order.agentId(), order.grace())));
    return new KillBook(
        kills.plus(first.taskId(), new Kill(order, first.number(), Optional.of(due))),
        waiting.minus(first),
        inFlight.plus(new Due(due, first.number(), first.taskId())),
        numbers);
  }
}
