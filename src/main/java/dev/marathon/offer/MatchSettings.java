package dev.marathon.offer;

import dev.marathon.spec.AcceptedRoles;
import dev.marathon.spec.SpecSettings;
import java.time.Duration;

/**
 * How offers are used.
 *
 * @param placing which of several fitting agents is taken
 * @param acceptedRoles for apps that do not say which roles they accept
 * @param defaultExecutor what runs tasks of apps that name no executor
 * @param gpus whether apps without GPUs may use agents with GPUs, if the app does not say
 * @param maintenance whether agents in maintenance are left alone
 * @param draining how long before its maintenance an agent gets nothing new
 * @param launchesPerRound at most that many launches in one round
 * @param explained at most that many unused agents per app and round are explained
 * @param explainedInAll the same for all apps together
 */
public record MatchSettings(
    Placing placing,
    AcceptedRoles acceptedRoles,
    String defaultExecutor,
    GpuScheduling gpus,
    boolean maintenance,
    Duration draining,
    int launchesPerRound,
    int explained,
    int explainedInAll) {

  public static final MatchSettings DEFAULTS =
      new MatchSettings(
          Placing.SPREAD,
          AcceptedRoles.ANY,
          SpecSettings.COMMAND_EXECUTOR,
          GpuScheduling.RESTRICTED,
          true,
          Duration.ZERO,
          4_000,
          1_000,
          50_000);

  public MatchSettings {
    if (launchesPerRound < 1) {
      throw new IllegalArgumentException("launches per round must be at least 1");
    }
    if (draining.isNegative()) {
      throw new IllegalArgumentException("the draining time must not be negative");
    }
  }

  /** Which of several fitting agents is taken. */
  public enum Placing {
    /** Evenly over all; the emptiest first. */
    SPREAD,
    /** The fullest first, until it is full. */
    PACK
  }

  /** Whether agents with GPUs take apps without. */
  public enum GpuScheduling {
    RESTRICTED,
    UNRESTRICTED;

    /** Label by which an app overrides the setting. */
    public static final String LABEL = "GPU_SCHEDULING_BEHAVIOR";
  }

  public MatchSettings withPlacing(Placing other) {
    return with(other, defaultExecutor, launchesPerRound);
  }

  public MatchSettings withDefaultExecutor(String other) {
    return with(placing, other, launchesPerRound);
  }

  public MatchSettings withLaunchesPerRound(int launches) {
    return with(placing, defaultExecutor, launches);
  }

  private MatchSettings with(Placing where, String executor, int launches) {
    return new MatchSettings(
        where,
        acceptedRoles,
        executor,
        gpus,
        maintenance,
        draining,
        launches,
        explained,
        explainedInAll);
  }
}
