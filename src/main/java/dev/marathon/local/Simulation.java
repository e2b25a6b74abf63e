package dev.marathon.local;

import java.time.Duration;

/**
 * How simulated agents behave, which accept any task and only pretend to run it.
 *
 * @param startDelay from launch to TASK_RUNNING; TASK_STARTING comes after half of it
 * @param killDelay from kill to TASK_KILLED
 * @param failRate share of launches, 0 to 1, that report TASK_FAILED instead of TASK_RUNNING
 * @param loseRate share of launches, 0 to 1, that are never heard of again
 * @param seed of the random choices: the same seed gives the same history
 * @param reportHealth whether tasks with a health check report themselves healthy
 * @param infinite whether launched tasks leave the offers as they were, so that nothing ever runs
 *     out
 */
public record Simulation(
    Duration startDelay,
    Duration killDelay,
    double failRate,
    double loseRate,
    long seed,
    boolean reportHealth,
    boolean infinite) {

  public Simulation {
    if (startDelay.isNegative() || killDelay.isNegative()) {
      throw new IllegalArgumentException("a delay must not be negative");
    }
    if (!(failRate >= 0 && failRate <= 1) || !(loseRate >= 0 && loseRate <= 1)) {
      throw new IllegalArgumentException("a rate is a number from 0 to 1");
    }
  }

  /** Prompt, reliable, finite. */
  public static Simulation defaults() {
    return new Simulation(Duration.ofMillis(200), Duration.ofMillis(200), 0, 0, 1, false, false);
  }
}
