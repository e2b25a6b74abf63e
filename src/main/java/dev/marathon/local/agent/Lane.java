package dev.marathon.local.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/** One step after the other, with a clock: where the state of a runner lives. */
interface Lane extends Executor {

  /** Wall clock. */
  Instant now();

  /** Puts the step on the lane after the delay. */
  Timer after(Duration delay, Runnable step);

  /** A step that waits for its time. */
  interface Timer {

    Timer NONE = () -> {};

    /** Without effect on a step that has begun. */
    void cancel();
  }
}
