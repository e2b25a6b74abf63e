package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import java.util.Collection;

/**
 * Counts of an app's tasks.
 *
 * @param staged handed to Mesos and not yet starting
 * @param healthy health is known and good
 * @param unhealthy health is known and bad
 */
record TaskCounts(int staged, int running, int healthy, int unhealthy) {

  static TaskCounts of(Collection<Instance> instances) {
    int staged = 0;
    int running = 0;
    int healthy = 0;
    int unhealthy = 0;
    for (var instance : instances) {
      var condition = instance.condition();
      staged += condition == Condition.PROVISIONED || condition == Condition.STAGING ? 1 : 0;
      running += condition == Condition.RUNNING ? 1 : 0;
      if (condition.active()) {
        healthy += instance.healthy().map(good -> good ? 1 : 0).orElse(0);
        unhealthy += instance.healthy().map(good -> good ? 0 : 1).orElse(0);
      }
    }
    return new TaskCounts(staged, running, healthy, unhealthy);
  }

  /** The four members of an app. */
  void writeTo(ObjectNode json) {
    json.put("tasksStaged", staged)
        .put("tasksRunning", running)
        .put("tasksHealthy", healthy)
        .put("tasksUnhealthy", unhealthy);
  }
}
