package dev.marathon.health.actor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Lets each task have the rounds that it should have.
 *
 * <p>First probes are spread over the first seconds, second ones over half an interval: tasks that
 * began at the same time, or that a new node took over, are not probed at the same time for ever.
 *
 * @param nanos the monotonic clock
 * @param chance from 0 to 1, without 1
 */
record Rounds(Agenda agenda, LongSupplier nanos, DoubleSupplier chance) {

  private static final Duration LONGEST_BEFORE_FIRST = Duration.ofSeconds(5);

  /**
   * For a task that runs.
   *
   * @param deployed whether a deployment holds its app
   */
  void arrange(WatchedTask task, boolean deployed) {
    if (task.rounds().isEmpty()) {
      for (int i = 0; i < task.checks().size(); i++) {
        var check = task.checks().get(i);
        begin(new Round(task, i, check.intervalSeconds(), check.timeoutSeconds()));
      }
    }
    if (!deployed || !task.current() || task.ready()) {
      stopReadiness(task);
    } else if (task.readinessRound().isEmpty()) {
      task.readinessCheck()
          .ifPresent(
              check -> {
                var round =
                    new Round(
                        task, Round.READINESS, check.intervalSeconds(), check.timeoutSeconds());
                task.readinessRound(Optional.of(round));
                agenda.plan(round, nanos.getAsLong());
              });
    }
  }

  private void begin(Round round) {
    round.task().rounds().add(round);
    boolean soon = round.interval().compareTo(LONGEST_BEFORE_FIRST) < 0;
    agenda.plan(round, nanos.getAsLong() + share(soon ? round.interval() : LONGEST_BEFORE_FIRST));
  }

  /** The round's probe has ended; plans the next one. */
  void next(Round round) {
    long pause = round.interval().toNanos();
    if (round.first()) {
      pause = pause / 2 + share(round.interval().dividedBy(2));
    }
    round.probed();
    agenda.plan(round, Math.max(nanos.getAsLong(), round.due() + pause));
  }

  /** A part of the time, by chance. */
  private long share(Duration time) {
    return (long) (time.toNanos() * chance.getAsDouble());
  }

  static void stop(WatchedTask task) {
    task.rounds().forEach(Round::cancel);
    task.rounds().clear();
    stopReadiness(task);
  }

  private static void stopReadiness(WatchedTask task) {
    task.readinessRound().ifPresent(Round::cancel);
    task.readinessRound(Optional.empty());
  }
}
