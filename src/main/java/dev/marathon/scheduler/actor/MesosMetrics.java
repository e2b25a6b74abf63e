package dev.marathon.scheduler.actor;

import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.metrics.Metrics;
import java.time.Duration;

/** What is counted of calls and events, under the names of the original. */
final class MesosMetrics {
  private MesosMetrics() {}

  /** The client answers long before. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static void sent(MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      Metrics.count("mesos.offers.used", accept.offers().size());
      Metrics.count("mesos.offer-operations.launch", accept.launches().size());
      Metrics.count("tasks.launched", accept.launches().size());
    } else if (call instanceof MesosCall.Decline decline) {
      Metrics.count("mesos.offers.declined", decline.offers().size());
    } else if (call instanceof MesosCall.Revive) {
      Metrics.count("mesos.calls.revive", 1);
    } else if (call instanceof MesosCall.Suppress) {
      Metrics.count("mesos.calls.suppress", 1);
    }
  }

  static void heard(MesosEvent event) {
    if (event instanceof MesosEvent.Offers offers) {
      Metrics.count("mesos.offers.incoming", offers.offers().size());
    } else if (event instanceof MesosEvent.Updated updated) {
      Metrics.taskUpdate(updated.status().mesosState());
      if (updated.status().reason().equals("REASON_CONTAINER_LIMITATION_MEMORY")) {
        Metrics.count("mesos.task.oom.memory-limit-exceeded", 1);
      }
    }
  }
}
