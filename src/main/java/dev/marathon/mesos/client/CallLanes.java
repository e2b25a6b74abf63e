package dev.marathon.mesos.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Calls that wait for a connection, in two lanes.
 *
 * <p>Most calls mean something different in another order (ACCEPT before KILL, REVIVE after
 * SUPPRESS), and HTTP connections run past each other, so of these one is under way at a time.
 * Acknowledgements are many and independent: the master sends the next update of a task only after
 * the acknowledgement of the one before, so several may be under way, and they wait for no other
 * call. Both lanes share one bound.
 *
 * @param <T> a call
 */
final class CallLanes<T> {

  enum Lane {
    ORDERED,
    ACKNOWLEDGEMENTS
  }

  private final int waitingLimit;
  private final int acknowledgementsLimit;
  private final Queue<T> ordered = new ArrayDeque<>();
  private final Queue<T> acknowledgements = new ArrayDeque<>();
  private boolean orderedUnderWay;
  private int acknowledgementsUnderWay;

  /**
   * @param underWayLimit calls under way at once, at least 2
   */
  CallLanes(int waitingLimit, int underWayLimit) {
    this.waitingLimit = waitingLimit;
    this.acknowledgementsLimit = underWayLimit - 1;
  }

  /** Whether there was room. */
  boolean add(Lane lane, T call) {
    return ordered.size() + acknowledgements.size() < waitingLimit && queue(lane).add(call);
  }

  /** The next call of this lane, which is under way from now on; empty if none may start. */
  Optional<T> next(Lane lane) {
    boolean room =
        switch (lane) {
          case ORDERED -> !orderedUnderWay;
          case ACKNOWLEDGEMENTS -> acknowledgementsUnderWay < acknowledgementsLimit;
        };
    if (!room || queue(lane).isEmpty()) {
      return Optional.empty();
    }
    count(lane, 1);
    return Optional.of(queue(lane).remove());
  }

  /** A call of this lane is no longer under way. */
  void done(Lane lane) {
    count(lane, -1);
  }

  /** Takes out all that wait. */
  List<T> drain() {
    var all = new ArrayList<>(ordered);
    all.addAll(acknowledgements);
    ordered.clear();
    acknowledgements.clear();
    return all;
  }

  private Queue<T> queue(Lane lane) {
    return switch (lane) {
      case ORDERED -> ordered;
      case ACKNOWLEDGEMENTS -> acknowledgements;
    };
  }

  private void count(Lane lane, int step) {
    switch (lane) {
      case ORDERED -> orderedUnderWay = step > 0;
      case ACKNOWLEDGEMENTS -> acknowledgementsUnderWay += step;
    }
  }
}
