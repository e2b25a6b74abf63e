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
 * begins at once and takes along all that is there. What came first is written first, but for what
 * a client waits for: that goes before what else waits, because many tasks that start at once wait
 * for each other anyway. Not safe for use by several threads.
 *
 * @param <T> whatever one caller wants written
 */
final class WriteQueue<T> {

  /** Who waits for a write. */
  enum Waits {
    CLIENT,
    TASK,
    NOBODY
  }

  private record Waiting<T>(T item, int rows, Waits waits, long since) {}

  private long patience;
  private final int enough;
  private final int limit;
  private final Deque<Waiting<T>> ofClients = new ArrayDeque<>();
  private final Deque<Waiting<T>> others = new ArrayDeque<>();
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
   * @param waits who cannot go on before it is written
   * @param now in nanoseconds, from a clock that is never set
   * @return whether it was taken: false if too many wait
   */
  boolean add(T item, int itemRows, Waits waits, long now) {
    if (ofClients.size() + others.size() >= limit) {
      return false;
    }
    (waits == Waits.CLIENT ? ofClients : others).add(new Waiting<>(item, itemRows, waits, now));
    rows += itemRows;
    urgent += waits == Waits.NOBODY ? 0 : 1;
    return true;
  }

  /** Changes the patience, also with what waits already. */
  void patience(Duration changed) {
    patience = changed.toNanos();
  }

  /** Nanoseconds until there is something to write, at most 0 if there is; absent if none waits. */
  OptionalLong due(long now) {
    if (urgent > 0 || rows >= enough) {
      return OptionalLong.of(0);
    }
    return others.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(others.peek().since() + patience - now);
  }

  /** Removes what the next write is to hold; empty if none waits. */
  List<T> take() {
    var taken = new ArrayList<T>();
    int size = 0;
    var next = next();
    while (!next.isEmpty() && (size == 0 || size + next.peek().rows() <= enough)) {
      var one = next.poll();
      size += one.rows();
      rows -= one.rows();
      urgent -= one.waits() == Waits.NOBODY ? 0 : 1;
      taken.add(one.item());
      next = next();
    }
    return taken;
  }

  private Deque<Waiting<T>> next() {
    return ofClients.isEmpty() ? others : ofClients;
  }
}
