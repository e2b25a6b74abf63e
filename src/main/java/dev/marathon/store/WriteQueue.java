package dev.marathon.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * What waits to be written, and what of it goes into the next write. A write costs about the same
 * whatever its size, so one that nobody waits for lets others join it for a moment; an urgent one
 * begins at once and takes along all that is there. What came first is written first. Not safe for
 * use by several threads.
 *
 * @param <T> whatever one caller wants written
 */
final class WriteQueue<T> {

  private record Waiting<T>(T item, int rows, boolean urgent, long since) {}

  private long patience;
  private final int enough;
  private final int limit;
  private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
  private int rows;
  private int urgent;

  /**
   * @param patience time for which a write that nobody waits for lets others join
   * @param enough rows that are written without waiting for more, and most of one write unless a
   *     single caller wants more
   * @param limit callers that may wait
   */
  WriteQueue(Duration patience, int enough, int limit) {
    this.patience = patience.toNanos();
    this.enough = enough;
    this.limit = limit;
  }

  /**
   * @param now in nanoseconds, from a clock that is never set
   * @return whether it was taken: false if too many wait
   */
  boolean add(T item, int itemRows, boolean itemUrgent, long now) {
    if (waiting.size() >= limit) {
      return false;
    }
    waiting.add(new Waiting<>(item, itemRows, itemUrgent, now));
    rows += itemRows;
    urgent += itemUrgent ? 1 : 0;
    return true;
  }

  /** Changes the patience, also with what waits already. */
  void patience(Duration changed) {
    patience = changed.toNanos();
  }

  /** Nanoseconds until there is something to write, at most 0 if there is; absent if none waits. */
  OptionalLong due(long now) {
    if (waiting.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean atOnce = urgent > 0 || rows >= enough;
    return OptionalLong.of(atOnce ? 0 : waiting.peek().since() + patience - now);
  }

  /** Removes what the next write is to hold; empty if none waits. */
  List<T> take() {
    var taken = new ArrayList<T>();
    int size = 0;
    while (!waiting.isEmpty() && (size == 0 || size + waiting.peek().rows() <= enough)) {
      var next = waiting.poll();
      size += next.rows();
      rows -= next.rows();
      urgent -= next.urgent() ? 1 : 0;
      taken.add(next.item());
    }
    return taken;
  }
}
