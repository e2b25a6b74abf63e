package dev.marathon.local.agent;

import dev.marathon.local.LiveTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One task at this agent, from its launch to the last acknowledgement. Belongs to the lane. */
final class TaskRun {

  private final Launch launch;
  private final UpdateLog log;
  private final UpdateStream updates;

  /** Between acceptance and either a running process or a failed start. */
  private boolean launching = true;

  private boolean exited;
  private Optional<EndCause> ending = Optional.empty();
  private final List<Lane.Timer> timers = new ArrayList<>();
  private volatile Optional<Supervision> supervision = Optional.empty();
  private volatile boolean cancelled;
  private volatile boolean forgotten;
  private volatile boolean done;

  TaskRun(Launch launch, UpdateLog log, UpdateStream updates) {
    this.launch = launch;
    this.log = log;
    this.updates = updates;
  }

  Launch launch() {
    return launch;
  }

  UpdateLog log() {
    return log;
  }

  UpdateStream updates() {
    return updates;
  }

  Optional<Supervision> supervision() {
    return supervision;
  }

  /** Pid that status updates show. */
  Optional<Long> pid() {
    return supervision.map(found -> found.supervisor().pid());
  }

  boolean launching() {
    return launching;
  }

  void started(Supervision found) {
    launching = false;
    supervision = Optional.of(found);
  }

  /** There is no process, or no longer one. */
  void gone() {
    launching = false;
    exited = true;
  }

  boolean exited() {
    return exited;
  }

  Optional<EndCause> ending() {
    return ending;
  }

  void ending(EndCause cause) {
    ending = Optional.of(cause);
  }

  /** Asks whoever prepares the start to stop. */
  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Nobody wants to hear of it any more. */
  void forget() {
    forgotten = true;
    cancelled = true;
    updates.close();
    stopTimers();
  }

  boolean forgotten() {
    return forgotten;
  }

  /** Whether it has neither a process nor news. */
  boolean finished() {
    done = forgotten || (updates.ended() && updates.settled());
    return done && exited;
  }

  /** A timer or check that ends with the task. */
  void until(Lane.Timer timer) {
    timers.add(timer);
  }

  void stopTimers() {
    timers.forEach(Lane.Timer::cancel);
    timers.clear();
  }

  /** Whether the scheduler may act on it: it runs, or ends, and its end was not told. */
  boolean active() {
    return !forgotten && !updates.ended();
  }

  /** What the master is told of it; empty if it needs to know nothing. Callable from any thread. */
  Optional<LiveTask> live() {
    return done || forgotten
        ? Optional.empty()
        : Optional.of(new LiveTask(launch.framework(), launch.task(), updates.latest()));
  }
}
