package dev.marathon.local.agent;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What {@link Tasks} has done to processes and files. Except for small files nothing blocks. */
interface TaskHands {

  /**
   * How a task's process ended.
   *
   * @param at when its supervisor wrote it down
   */
  record Exit(WaitStatus status, Instant at) {}

  /**
   * Writes down that the task was accepted, before anything else is done for it.
   *
   * @return where to write what happens to it
   */
  UpdateLog record(Launch launch) throws IOException;

  /** Fetches what the task needs and starts it. One of the two is told, from any thread. */
  void start(TaskRun run, Consumer<Supervision> started, Consumer<LaunchFailure> failed);

  /** From now on {@link Tasks#ended} or {@link Tasks#lost} is told. */
  void expect(TaskRun run);

  /** Asks a running task how it is, once. The result always comes, from any thread. */
  CompletableFuture<ProbeResult> probe(Launch launch, Probe probe, Duration timeout);

  /** Ends everything that belongs to the task. */
  void end(Supervision task, Duration grace);

  /** How the task ended; empty if it has not, or nobody saw it. */
  Optional<Exit> exit(String container);

  /** Removes the exit status of a container that is unknown. */
  void discard(String container);

  /** Nothing about the task is needed any more, except its sandbox for those who want to look. */
  void finished(TaskRun run);
}
