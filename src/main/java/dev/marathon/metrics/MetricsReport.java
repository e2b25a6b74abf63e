package dev.marathon.metrics;

import com.typesafe.config.Config;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kamon.metric.Distribution;
import kamon.metric.MetricSnapshot;
import kamon.metric.PeriodSnapshot;
import kamon.module.MetricReporter;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * All metrics as the original reports them: JSON of format 4.0.0, and Prometheus text. Counts are
 * totals since the start; percentiles are those of the last period; rates are exponentially
 * weighted per minute, as load averages are.
 */
public final class MetricsReport implements MetricReporter {

  private static final double NANOS = 1e9;

  private final Map<String, Long> counters = new TreeMap<>();
  private final Map<String, Double> gauges = new TreeMap<>();
  private final Map<String, Meter> meters = new TreeMap<>();
  private final Map<String, Timer> timers = new TreeMap<>();
  private final Map<String, Histogram> histograms = new TreeMap<>();

  private record Timer(Meter meter, Map<String, Double> values) {}

  private record Histogram(long count, Map<String, Double> values) {}

  @Override
  public synchronized void reportPeriodSnapshot(PeriodSnapshot snapshot) {
    var period = Duration.between(snapshot.from(), snapshot.to());
    for (var metric : measured(snapshot.counters())) {
      long increment = ((Number) only(metric)).longValue();
      if (metric.name().endsWith(".meter")) {
        meters.computeIfAbsent(metric.name(), name -> new Meter()).tick(increment, period);
      } else {
        counters.merge(metric.name(), increment, Long::sum);
      }
    }
    for (var metric : measured(snapshot.gauges())) {
      gauges.put(metric.name(), ((Number) only(metric)).doubleValue());
    }
    for (var metric : measured(snapshot.timers())) {
      var distribution = (Distribution) only(metric);
      var before = timers.get(metric.name());
      var meter = before == null ? new Meter() : before.meter();
      meter.tick(distribution.count(), period);
      timers.put(metric.name(), new Timer(meter, summary(distribution, NANOS)));
    }
    for (var metric : measured(snapshot.histograms())) {
      var distribution = (Distribution) only(metric);
      var before = histograms.get(metric.name());
      long count = distribution.count() + (before == null ? 0 : before.count());
      histograms.put(metric.name(), new Histogram(count, summary(distribution, 1)));
    }
  }

  /** A metric that is just being made has no instrument yet. */
  private static <M extends MetricSnapshot<?, ?>> List<M> measured(Seq<M> metrics) {
    return CollectionConverters.asJava(metrics).stream()
        .filter(metric -> metric.instruments().nonEmpty())
        .toList();
  }

  /** Our metrics have no tags, so each has one instrument. */
  private static Object only(MetricSnapshot<?, ?> metric) {
    return metric.instruments().head().value();
  }

  private static Map<String, Double> summary(Distribution distribution, double unit) {
    var values = new LinkedHashMap<String, Double>();
    long count = distribution.count();
    double mean = count == 0 ? 0 : distribution.sum() / unit / count;
    values.put("min", count == 0 ? 0 : distribution.min() / unit);
    values.put("mean", mean);
    values.put("max", count == 0 ? 0 : distribution.max() / unit);
    for (var rank : new double[] {50, 75, 95, 98, 99, 99.9}) {
      var name = "p" + String.valueOf(rank).replace(".0", "").replace(".", "");
      values.put(name, count == 0 ? 0 : distribution.percentile(rank).value() / unit);
    }
    double squares = 0;
    for (var bucket : CollectionConverters.asJava(distribution.buckets())) {
      squares += Math.pow(bucket.value() / unit - mean, 2) * bucket.frequency();
    }
    values.put("stddev", count == 0 ? 0 : Math.sqrt(squares / count));
    return values;
  }

  /** The JSON object that {@code GET /metrics} answers, as maps and numbers. */
  public synchronized Map<String, Object> json() {
    var report = new LinkedHashMap<String, Object>();
    report.put("version", "4.0.0");
    var counted = new TreeMap<String, Object>();
    counters.forEach((name, count) -> counted.put(name, Map.of("count", count)));
    report.put("counters", counted);
    var shown = new TreeMap<String, Object>();
    allGauges().forEach((name, value) -> shown.put(name, Map.of("value", value)));
    report.put("gauges", shown);
    var sizes = new TreeMap<String, Object>();
    histograms.forEach(
        (name, histogram) -> {
          var values = new LinkedHashMap<String, Object>(Map.of("count", histogram.count()));
          values.putAll(histogram.values());
          sizes.put(name, values);
        });
    report.put("histograms", sizes);
    var rates = new TreeMap<String, Object>();
    meters.forEach((name, meter) -> rates.put(name, meter.json("units", "events/second")));
    report.put("meters", rates);
    var timed = new TreeMap<String, Object>();
    timers.forEach(
        (name, timer) -> {
          var values = timer.meter().json("rate_units", "calls/second");
          values.putAll(timer.values());
          values.put("duration_units", "seconds");
          timed.put(name, values);
        });
    report.put("timers", timed);
    return report;
  }

  /** The Prometheus text format, version 0.0.4. */
  public synchronized String prometheus() {
    var text = new PrometheusText();
    counters.forEach((name, count) -> text.single(name, "counter", count));
    allGauges().forEach((name, value) -> text.single(name, "gauge", value));
    meters.forEach(
        (name, meter) -> {
          text.single(name + "_count", "gauge", meter.count());
          text.rates(name, meter);
        });
    histograms.forEach((name, one) -> text.summary(name, one.values(), one.count()));
    timers.forEach(
        (name, timer) -> {
          text.summary(name, timer.values(), timer.meter().count());
          text.rates(name, timer.meter());
        });
    return text.toString();
  }

  private Map<String, Double> allGauges() {
    var all = new TreeMap<>(gauges);
    JvmMetrics.read(all);
    all.put(
        "marathon.uptime.gauge.seconds",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0);
    return all;
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
