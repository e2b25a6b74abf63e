package dev.marathon.health.actor;

import dev.marathon.health.CheckHealth;
import dev.marathon.health.HealthDecisions;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Whether we can hear. Where everybody falls silent at the same time it is more likely that we
 * cannot, and then nobody is killed for being silent. Belongs to the health actor.
 */
final class Hearing {

  private final Logger log;
  private Optional<Instant> lastAnswered = Optional.empty();
  private int answering;
  private boolean holding;

  Hearing(Logger log) {
    this.log = log;
  }

  /**
   * A task answered.
   *
   * @param sent when its probe was sent
   */
  void heard(Instant sent) {
    if (lastAnswered.isEmpty() || sent.isAfter(lastAnswered.get())) {
      lastAnswered = Optional.of(sent);
    }
    if (holding) {
      holding = false;
      log.info("tasks answer again; health checks may kill");
    }
  }

  /** The number of tasks that have answered at least once changed. */
  void answering(int change) {
    answering += change;
  }

  /** Whether a task may be killed for being silent. */
  boolean credible(CheckHealth failing) {
    boolean credible = HealthDecisions.credible(failing, lastAnswered, answering);
    if (!credible && !holding) {
      holding = true;
      log.warn(
          "none of {} tasks that used to answer does so now: health checks do not kill until one"
              + " answers",
          answering);
    }
    return credible;
  }
}
