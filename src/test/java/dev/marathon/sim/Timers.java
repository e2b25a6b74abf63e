package dev.marathon.sim;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is to happen at a time. Those of equal times happen in the order in which they were set. */
final class Timers {

  private record Timer(Instant at, long number, Runnable action) {}

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparingLong(Timer::number));
  private long numbers;

  void at(Instant at, Runnable action) {
    timers.add(new Timer(at, numbers++, action));
  }

  Optional<Instant> next() {
    return Optional.ofNullable(timers.peek()).map(Timer::at);
  }

  /** Runs the first one if its time has come. */
  boolean ring(Instant now) {
    if (timers.isEmpty() || timers.peek().at.isAfter(now)) {
      return false;
    }
    timers.remove().action.run();
    return true;
  }

  void clear() {
    timers.clear();
  }
}
