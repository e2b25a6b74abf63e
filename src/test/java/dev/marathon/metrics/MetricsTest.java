package dev.marathon.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.marathon.testing.QuickMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void countedGaugedAndTimedThingsAreReportedUnderTheOriginalsNames() {
    var report = QuickMetrics.start();
    Metrics.count("test.incoming", 3);
    Metrics.gauge("test.active", 7);
    Metrics.taskUpdate("TASK_TESTED");
    Metrics.bytes("test.size", 300);
    Metrics.size("test.batch-size", 7);
    Metrics.declined("InsufficientTests", 4);
    Metrics.request("TEST", 700, Duration.ofMillis(20));

    await()
        .untilAsserted(
            () -> {
              var json = report.json();
              assertThat(json.get("version")).isEqualTo("4.0.0");
              assertThat(part(json, "counters", "marathon.test.incoming.counter"))
                  .containsEntry("count", 3L);
              assertThat(part(json, "counters", "marathon.mesos.task-updates.task-tested.counter"))
                  .containsEntry("count", 1L);
              assertThat(part(json, "counters", "marathon.test.size.counter.bytes"))
                  .containsEntry("count", 300L);
              assertThat(
                      part(
                          json,
                          "counters",
                          "marathon.mesos.offers.declined.insufficient-tests.counter"))
                  .containsEntry("count", 4L);
              assertThat(part(json, "histograms", "marathon.test.batch-size.histogram"))
                  .containsEntry("count", 1L)
                  .containsKeys("min", "max", "mean", "p50", "p999", "stddev");
              assertThat(part(json, "gauges", "marathon.test.active.gauge"))
                  .containsEntry("value", 7.0);
              assertThat(part(json, "meters", "marathon.http.responses.7xx.rate.meter"))
                  .containsEntry("count", 1L)
                  .containsKeys("m1_rate", "m5_rate", "m15_rate", "mean_rate", "units");
              assertThat(part(json, "timers", "marathon.http.requests.test.duration.timer.seconds"))
                  .containsEntry("count", 1L)
                  .containsKeys("p50", "p999", "stddev", "duration_units", "rate_units");
            });
    assertThat(report.prometheus())
        .contains(
            "# TYPE marathon_test_incoming_counter counter\nmarathon_test_incoming_counter 3.0\n")
        .contains("marathon_http_requests_duration_timer_seconds{quantile=\"0.99\"}")
        .contains("marathon_jvm_memory_heap_used_gauge_bytes ");
  }

  /** Dashboards and alerts that were made for the original ask for these. */
  @Test
  void whatTheOriginalHadAndWeHaveNotIsReportedAsZero() {
    var report = QuickMetrics.start();
    await()
        .untilAsserted(
            () -> {
              var json = report.json();
              for (var name :
                  List.of(
                      "mesos.offer-operations.launch-group",
                      "mesos.offer-operations.reserve",
                      "persistence.gc.runs",
                      "mesos.task.oom.memory-limit-unfulfillable")) {
                assertThat(part(json, "counters", "marathon." + name + ".counter"))
                    .as(name)
                    .containsEntry("count", 0L);
              }
              assertThat(part(json, "gauges", "marathon.pods.active.gauge"))
                  .containsEntry("value", 0.0);
              for (var timer :
                  List.of(
                      "http.requests.trace.duration",
                      "http.requests.connect.duration",
                      "http.requests.move.duration",
                      "persistence.gc.scan.duration",
                      "persistence.gc.compaction.duration")) {
                var name = "marathon." + timer + ".timer.seconds";
                assertThat(part(json, "timers", name)).as(name).containsEntry("count", 0L);
              }
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> part(Map<String, Object> json, String kind, String name) {
    return ((Map<String, Map<String, Object>>) json.get(kind)).getOrDefault(name, Map.of());
  }

  @Test
  void rateOfASteadyStreamSettlesAtItsSpeed() {
    var meter = new Meter();
    for (int i = 0; i < 200; i++) {
      meter.tick(50, Duration.ofSeconds(5));
    }
    assertThat(meter.rates().get("m1_rate")).isCloseTo(10, within(0.01));
    assertThat(meter.mean()).isCloseTo(10, within(0.01));
    assertThat(meter.count()).isEqualTo(10_000);
  }
}
