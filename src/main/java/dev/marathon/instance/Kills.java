package dev.marathon.instance;

import java.time.Duration;
import java.util.Optional;

/** The order to Mesos to end an instance's task. */
final class Kills {

  private Kills() {}

  static LedgerEffect.KillTask of(LedgerState state, Instance instance, String reason) {
    var grace =
        state
            .app(instance.appId())
            .flatMap(app -> app.generation(instance).definition().taskKillGracePeriodSeconds())
            .map(Duration::ofSeconds);
    return new LedgerEffect.KillTask(instance.task().toString(), agent(instance), grace, reason);
  }

  /** The kill again, for a scheduler that has lost its memory. */
  static LedgerEffect.KillTask again(LedgerState state, Instance instance) {
    return of(state, instance, instance.killReason().orElse("Decommissioned"));
  }

  static Optional<String> agent(Instance instance) {
    return Optional.of(instance.placement().agentId());
  }
}
