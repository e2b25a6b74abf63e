package dev.marathon.health.actor;

import dev.marathon.health.Endpoint;
import java.time.Duration;
import java.util.Optional;

/** One check of one task, to be probed again and again. Belongs to the health actor. */
final class Round {

  /** Instead of the number of a health check. */
  static final int READINESS = -1;

  /** A check must not be able to keep us busy. */
  private static final int LEAST_SECONDS = 1;

  private final WatchedTask task;
  private final int check;
  private final Duration interval;
  private final Duration timeout;
  private long due;
  private boolean first = true;
  private boolean cancelled;
  private boolean silent;
  private Optional<Endpoint> held = Optional.empty();

  /**
   * @param check number of the health check among those of the task, or {@link #READINESS}
   */
  Round(WatchedTask task, int check, int intervalSeconds, int timeoutSeconds) {
    this.task = task;
    this.check = check;
    this.interval = Duration.ofSeconds(Math.max(LEAST_SECONDS, intervalSeconds));
    this.timeout = Duration.ofSeconds(Math.max(LEAST_SECONDS, timeoutSeconds));
  }

  WatchedTask task() {
    return task;
  }

  int check() {
    return check;
  }

  boolean readiness() {
    return check == READINESS;
  }

  Duration interval() {
    return interval;
  }

  Duration timeout() {
    return timeout;
  }

  /** When the next probe is or was due, on the monotonic clock. */
  long due() {
    return due;
  }

  void due(long nanos) {
    due = nanos;
  }

  /** No more probes; the answer to one that is out does not matter. */
  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Whether the last probe had no answer. */
  boolean silent() {
    return silent;
  }

  void silent(boolean now) {
    silent = now;
  }

  /** Whether no probe has ended yet. */
  boolean first() {
    return first;
  }

  void probed() {
    first = false;
  }

  /** The endpoint at which the round holds a slot. */
  Optional<Endpoint> held() {
    return held;
  }

  void held(Optional<Endpoint> endpoint) {
    held = endpoint;
  }
}
