package dev.marathon.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages under way. Those from one part to another arrive in the order in which they were sent,
 * as between actors and on one connection; all others in any order.
 */
final class Post {

  private record Way(String from, String to) {}

  private final Map<Way, Deque<Runnable>> ways = new LinkedHashMap<>();

  void send(String from, String to, Runnable delivery) {
    ways.computeIfAbsent(new Way(from, to), way -> new ArrayDeque<>()).add(delivery);
  }

  boolean empty() {
    return ways.isEmpty();
  }

  /** Delivers the next message of any way. */
  void deliver(Chance chance) {
    deliverFirst(chance.of(List.copyOf(ways.keySet())));
  }

  /**
   * What is on its way to a part arrives up to some point; the rest does not.
   *
   * @return the rest
   */
  List<Runnable> cut(String to, Chance chance) {
    var lost = new ArrayList<Runnable>();
    for (var way : new ArrayList<>(ways.keySet())) {
      if (way.to.equals(to)) {
        for (int some = chance.below(ways.get(way).size() + 1); some > 0; some--) {
          deliverFirst(way);
        }
        var rest = ways.remove(way);
        lost.addAll(rest == null ? List.of() : rest);
      }
    }
    return lost;
  }

  /** Everything that is under way is lost. */
  void loseAll() {
    ways.clear();
  }

  private void deliverFirst(Way way) {
    var queue = ways.get(way);
    var delivery = queue.removeFirst();
    if (queue.isEmpty()) {
      ways.remove(way);
    }
    delivery.run();
  }
}
