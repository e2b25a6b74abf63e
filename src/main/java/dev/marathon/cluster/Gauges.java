package dev.marathon.cluster;

import dev.marathon.instance.Condition;
import dev.marathon.metrics.Metrics;
import dev.marathon.overview.Overview;

/** Sizes of things, for the metrics. */
final class Gauges {

  private Gauges() {}

  static void show(Overview overview) {
    int running = 0;
    int staged = 0;
    for (var ledger : overview.ledgers()) {
      for (var app : ledger.apps().values()) {
        for (var instance : (Iterable<dev.marathon.instance.Instance>) app.instances()::iterator) {
          if (instance.condition() == Condition.RUNNING) {
            running++;
          } else if (!instance.condition().terminal()) {
            staged++;
          }
        }
      }
    }
    Metrics.gauge("apps.active", overview.appIds().size());
    Metrics.gauge("groups.active", overview.group().tree().groups().size());
    Metrics.gauge("deployments.active", overview.deployments().size());
    Metrics.gauge("instances.running", running);
    Metrics.gauge("instances.staged", staged);
  }
}
