package dev.marathon.testing;

import com.typesafe.config.ConfigFactory;
import dev.marathon.metrics.Metrics;
import dev.marathon.metrics.MetricsReport;

/**
 * What this process counts, shown within a moment. Other tests of the same process count, too: use
 * names of your own, or compare with what was counted before.
 */
public final class QuickMetrics {

  private QuickMetrics() {}

  /** A report of what is counted from now on. */
  public static MetricsReport start() {
    return Metrics.start(
        ConfigFactory.parseString(
                "kamon.metric.tick-interval = 50ms, kamon.init.hide-banner = true")
            .withFallback(ConfigFactory.load()));
  }
}
