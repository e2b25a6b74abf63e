package dev.marathon.local.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Lane} on a daemon thread of its own. A step that throws is logged; the lane goes on. */
final class ThreadLane implements Lane, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadLane.class);

  private final ScheduledThreadPoolExecutor thread;

  ThreadLane(String name) {
    thread = new ScheduledThreadPoolExecutor(1, step -> daemon(step, name));
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  static Thread daemon(Runnable step, String name) {
    var thread = new Thread(step, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void execute(Runnable step) {
    try {
      thread.execute(guarded(step));
    } catch (RejectedExecutionException closed) {
      LOG.debug("A step came after the lane was closed");
    }
  }

  @Override
  public Timer after(Duration delay, Runnable step) {
    try {
      Future<?> waiting =
          thread.schedule(guarded(step), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> waiting.cancel(false);
    } catch (RejectedExecutionException closed) {
      return Timer.NONE;
    }
  }

  private static Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("A step of an agent failed", e);
      }
    };
  }

  /** Ends after the steps that were put before; waiting timers are dropped. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("An agent's last step takes long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
