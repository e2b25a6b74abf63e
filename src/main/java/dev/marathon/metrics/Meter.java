package dev.marathon.metrics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rate of events per second over the last 1, 5 and 15 minutes, weighted exponentially as Unix load
 * averages are. Not thread-safe.
 */
final class Meter {

  private static final int[] MINUTES = {1, 5, 15};

  private final double[] rates = new double[MINUTES.length];
  private long count;
  private double seconds;

  /** Events of one more period. */
  void tick(long events, Duration period) {
    double length = Math.max(period.toNanos() / 1e9, 1e-3);
    double now = events / length;
    for (int i = 0; i < rates.length; i++) {
      double weight = 1 - Math.exp(-length / (MINUTES[i] * 60.0));
      rates[i] = seconds == 0 ? now : rates[i] + weight * (now - rates[i]);
    }
    count += events;
    seconds += length;
  }

  long count() {
    return count;
  }

  double mean() {
    return seconds == 0 ? 0 : count / seconds;
  }

  /** Rates by name: {@code m1_rate} and so on. */
  Map<String, Double> rates() {
    var byName = new LinkedHashMap<String, Double>();
    byName.put("mean_rate", mean());
    for (int i = 0; i < rates.length; i++) {
      byName.put("m" + MINUTES[i] + "_rate", rates[i]);
    }
    return byName;
  }

  Map<String, Object> json(String unitKey, String unit) {
    var json = new LinkedHashMap<String, Object>();
    json.put("count", count);
    json.putAll(rates());
    json.put(unitKey, unit);
    return json;
  }
}
