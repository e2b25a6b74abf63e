package dev.marathon.local.master;

import java.time.Duration;
import java.time.Instant;

/** The one thread on which the master's state lives, and its clock. */
public interface Loop {

  /** Runs the task after those handed in before. Callable from any thread. */
  void execute(Runnable task);

  /** Runs the task on the loop after the delay. */
  Timer after(Duration delay, Runnable task);

  /** Runs the task on the loop at a fixed rate, first after one period. */
  Timer every(Duration period, Runnable task);

  /** Wall clock, for time stamps. */
  Instant now();

  /** Monotonic clock in nanoseconds, for deadlines. */
  long nanos();

  /** Something that was scheduled. */
  interface Timer {
    Timer NONE = () -> {};

    void cancel();
  }
}
