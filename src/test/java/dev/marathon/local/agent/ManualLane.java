package dev.marathon.local.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A lane whose time passes when a test says so. Steps run at once, on the caller's thread. */
final class ManualLane implements Lane {

  private record Waiting(Instant due, long number, Runnable step) {}

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparing(Waiting::due).thenComparing(Waiting::number));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long number;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void execute(Runnable step) {
    step.run();
  }

  @Override
  public Timer after(Duration delay, Runnable step) {
    var entry = new Waiting(now.plus(delay), number++, step);
    waiting.add(entry);
    return () -> waiting.remove(entry);
  }

  void pass(Duration time) {
    var end = now.plus(time);
    while (!waiting.isEmpty() && !waiting.peek().due().isAfter(end)) {
      var next = waiting.remove();
      now = next.due();
      next.step().run();
    }
    now = end;
  }

  int timers() {
    return waiting.size();
  }
}
