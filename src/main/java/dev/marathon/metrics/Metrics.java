package dev.marathon.metrics;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Locale;
import kamon.Kamon;

/**
 * What Marathon counts and measures. Every method may be called from any thread and costs
 * nanoseconds.
 */
public final class Metrics {

  private static final String PREFIX = "marathon.";

  private Metrics() {}

  /** Starts collecting; the report shows what was counted since. Call once per process. */
  public static MetricsReport start(Config config) {
    Kamon.initWithoutAttaching(config);
    var report = new MetricsReport();
    Kamon.addReporter("marathon-report", report);
    return report;
  }

  /** The current value of something that goes up and down, for example {@code apps.active}. */
  public static void gauge(String name, double value) {
    Kamon.gauge(PREFIX + name + ".gauge").withoutTags().update(value);
  }

  /** One or more of something, for example {@code mesos.offers.incoming}. */
  public static void count(String name, long times) {
    Kamon.counter(PREFIX + name + ".counter").withoutTags().increment(times);
  }

  /** A status update of this state, for example {@code TASK_RUNNING}. */
  public static void taskUpdate(String mesosState) {
    count("mesos.task-updates." + mesosState.toLowerCase(Locale.ROOT).replace('_', '-'), 1);
  }

  /** How long something took, for example {@code debug.mesos.offers.matching-duration}. */
  public static void time(String name, Duration duration) {
    Kamon.timer(PREFIX + name + ".timer.seconds").withoutTags().record(duration);
  }

  /** A finished HTTP request. */
  public static void request(String method, int status, Duration duration) {
    time("http.requests.duration", duration);
    time("http.requests." + method.toLowerCase(Locale.ROOT) + ".duration", duration);
    Kamon.counter(PREFIX + "http.responses." + status / 100 + "xx.rate.meter")
        .withoutTags()
        .increment();
  }
}
