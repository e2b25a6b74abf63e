package dev.marathon.cluster;

import dev.marathon.base.AppId;
import dev.marathon.scheduler.QueueView;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tells from one view of the queue to the next what was declined in between. Not thread-safe. */
final class Declines {

  private Map<AppId, Map<String, Long>> before = Map.of();

  /** Offers declined since the view before, by reason. */
  Map<String, Long> since(QueueView queue) {
    var now = new HashMap<AppId, Map<String, Long>>();
    var more = new TreeMap<String, Long>();
    queue
        .entries()
        .forEach(
            (app, entry) -> {
              var counts = new HashMap<String, Long>();
              var old = before.getOrDefault(app, Map.of());
              for (var step : entry.offers().sinceLaunchBegan()) {
                var reason = step.reason().json();
                long known = old.getOrDefault(reason, 0L);
                counts.put(reason, step.declined());
                // A launch that began anew counts from zero.
                long added = step.declined() - (step.declined() < known ? 0 : known);
                if (added > 0) {
                  more.merge(reason, added, Long::sum);
                }
              }
              now.put(app, counts);
            });
    before = now;
    return more;
  }
}
