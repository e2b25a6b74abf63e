package dev.marathon.local.agent;

import dev.marathon.local.agent.fetch.FetchLimits;
import java.time.Duration;

/**
 * What an agent may keep on disk (decision 18).
 *
 * @param sandboxesPerApp of ended tasks with the same framework and name
 * @param sandboxes of ended tasks in all
 * @param sandboxAge since the end of its task
 * @param logBytes of standard output, and of standard error, of one task; the older half is in a
 *     file with {@code .1} at its end
 */
public record AgentLimits(
    int sandboxesPerApp, int sandboxes, Duration sandboxAge, long logBytes, FetchLimits fetch) {

  public AgentLimits {
    if (sandboxesPerApp < 0 || sandboxes < 0 || sandboxAge.isNegative() || logBytes < 2) {
      throw new IllegalArgumentException("a limit of an agent must not be negative");
    }
  }

  /** 10 sandboxes per app, 1,000 in all, 24 hours, 100 MiB for each log. */
  public static AgentLimits defaults() {
    return new AgentLimits(10, 1_000, Duration.ofHours(24), 100L << 20, FetchLimits.defaults());
  }
}
