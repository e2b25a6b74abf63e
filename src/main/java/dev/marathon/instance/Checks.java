package dev.marathon.instance;

import dev.marathon.spec.AppDefinition;
import java.util.Optional;

/**
 * Results of the checks of one task.
 *
 * @param byMarathon combined result of the health checks that Marathon runs; absent while unknown
 * @param byAgent result of the health check that the agent runs; absent while unknown
 * @param ready whether its readiness check has passed
 */
public record Checks(Optional<Boolean> byMarathon, Optional<Boolean> byAgent, boolean ready) {

  static final Checks NONE = new Checks(Optional.empty(), Optional.empty(), false);

  Checks byMarathon(Optional<Boolean> result) {
    return new Checks(result, byAgent, ready);
  }

  Checks byAgent(Optional<Boolean> result) {
    return new Checks(byMarathon, result, ready);
  }

  Checks ready(boolean result) {
    return new Checks(byMarathon, byAgent, result);
  }

  /** Not healthy if any check says so; absent if none has said anything yet. */
  public Optional<Boolean> healthy() {
    if (byMarathon.isEmpty() || byAgent.isEmpty()) {
      return byMarathon.or(() -> byAgent);
    }
    return Optional.of(byMarathon.get() && byAgent.get());
  }

  /** Whether every kind of health check that the definition asks for has passed. */
  boolean pass(AppDefinition definition) {
    for (var check : definition.healthChecks()) {
      if (!(check.protocol().byMarathon() ? byMarathon : byAgent).orElse(false)) {
        return false;
      }
    }
    return true;
  }
}
