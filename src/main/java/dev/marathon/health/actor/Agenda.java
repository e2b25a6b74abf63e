package dev.marathon.health.actor;

import dev.marathon.config.HealthSettings;
import dev.marathon.health.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Which round is to probe when, and how many may at once.
 *
 * <p>Rounds wait by their time. Those that are due take a slot in the order of their time, or wait
 * for one. A round whose last probe had no answer is likely to keep its slot until its timeout; of
 * these no more than half of the slots are taken, so that any number of targets that hang does not
 * make the others late. A target, too, has a limit: nobody shall be overrun by our questions.
 */
final class Agenda {

  private final HealthSettings limits;
  private final PriorityQueue<Round> planned =
      new PriorityQueue<>(Comparator.comparingLong(Round::due));
  private final Deque<Round> waiting = new ArrayDeque<>();
  private final Deque<Round> waitingSilent = new ArrayDeque<>();
  private final Map<Endpoint, Integer> atTarget = new HashMap<>();
  private int inFlight;
  private int silentInFlight;

  Agenda(HealthSettings limits) {
    this.limits = limits;
  }

  /** Plans the next probe. The round is neither planned nor under way. */
  void plan(Round round, long due) {
    round.due(due);
    planned.add(round);
  }

  /** Rounds that begin now; each is under way until {@link #done}. */
  List<Round> due(long now) {
    while (!planned.isEmpty() && planned.peek().due() <= now) {
      var round = planned.poll();
      (round.silent() ? waitingSilent : waiting).add(round);
    }
    var begin = new ArrayList<Round>();
    take(waiting, begin);
    take(waitingSilent, begin);
    return begin;
  }

  private void take(Deque<Round> queue, List<Round> begin) {
    for (var each = queue.iterator(); each.hasNext(); ) {
      var round = each.next();
      if (inFlight >= limits.maxInFlight()
          || (round.silent() && silentInFlight >= limits.maxInFlight() / 2)) {
        return;
      }
      if (round.cancelled()) {
        each.remove();
      } else if (hold(round)) {
        each.remove();
        begin.add(round);
      }
    }
  }

  /** A round without an endpoint needs no slot. */
  private boolean hold(Round round) {
    var endpoint = round.task().probe(round).map(probe -> probe.endpoint());
    if (endpoint.isPresent()) {
      int there = atTarget.getOrDefault(endpoint.get(), 0);
      if (there >= limits.maxInFlightPerTarget()) {
        return false;
      }
      atTarget.put(endpoint.get(), there + 1);
      inFlight++;
      silentInFlight += round.silent() ? 1 : 0;
      round.held(endpoint);
    }
    return true;
  }

  /** The round's probe has ended. */
  void done(Round round) {
    if (round.held().isPresent()) {
      atTarget.computeIfPresent(round.held().get(), (at, count) -> count == 1 ? null : count - 1);
      inFlight--;
      silentInFlight -= round.silent() ? 1 : 0;
      round.held(Optional.empty());
    }
  }

  int inFlight() {
    return inFlight;
  }
}
