package dev.marathon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.metrics.History.Bucket;
import dev.marathon.metrics.History.Count;
import dev.marathon.metrics.History.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private Instant now = Instant.parse("2026-03-04T05:00:00Z");
  private final History history = new History(() -> now);

  private void passes(Duration time) {
    now = now.plus(time);
  }

  @Test
  void countsByBucketAndLeavesQuietOnesEmpty() {
    history.count("tasks.launched", 2);
    history.level("instances.running", 5);
    history.declined("InsufficientCpus", 3);
    passes(Duration.ofSeconds(25));
    history.count("tasks.launched", 1);
    history.count("mesos.task-updates.task-failed", 1);
    history.count("mesos.task-updates.task-lost", 1);
    history.count("nobody.asks", 1);

    var buckets = history.last(Duration.ofHours(1));

    assertThat(buckets)
        .extracting(bucket -> bucket.counts().get(Count.LAUNCHES))
        .containsExactly(2L, 0L, 1L);
    assertThat(buckets)
        .extracting(bucket -> bucket.counts().get(Count.FAILURES))
        .containsExactly(0L, 0L, 2L);
    assertThat(buckets)
        .as("what stands goes on standing")
        .extracting(bucket -> bucket.levels().get(Level.RUNNING))
        .containsExactly(5.0, 5.0, 5.0);
    assertThat(buckets.get(0).declines()).isEqualTo(Map.of("InsufficientCpus", 3L));
    assertThat(buckets).extracting(Bucket::begin).startsWith(Instant.parse("2026-03-04T05:00:00Z"));
  }

  @Test
  void requestsHaveTheirNumberErrorsAndTimes() {
    history.request(200, Duration.ofMillis(10));
    history.request(503, Duration.ofMillis(30));

    var bucket = history.last(Duration.ofMinutes(1)).get(0);

    assertThat(bucket.requests()).isEqualTo(2);
    assertThat(bucket.errors()).isEqualTo(1);
    assertThat(bucket.latency().mean()).isEqualTo(20);
    assertThat(bucket.latency().max()).isEqualTo(30);
  }

  @Test
  void anHourIsFineADayIsCoarseAndNothingIsOlder() {
    for (int i = 0; i < 30 * 60; i++) {
      history.count("tasks.launched", 1);
      passes(Duration.ofMinutes(1));
    }
    assertThat(history.last(Duration.ofHours(1))).hasSizeBetween(360, 361);
    assertThat(launches(Duration.ofHours(1))).isBetween(59L, 60L);
    assertThat(history.last(Duration.ofMinutes(15))).hasSizeBetween(90, 91);
    assertThat(history.last(Duration.ofDays(1))).hasSizeBetween(288, 289);
    assertThat(launches(Duration.ofDays(1))).isBetween(1_435L, 1_445L);
  }

  private long launches(Duration window) {
    return history.last(window).stream()
        .mapToLong(bucket -> bucket.counts().get(Count.LAUNCHES))
        .sum();
  }

  @Test
  void beginsAnewWithALeadership() {
    history.count("tasks.launched", 1);
    passes(Duration.ofMinutes(10));
    history.begin();
    assertThat(history.since()).isEqualTo(now);
    assertThat(history.last(Duration.ofHours(1))).hasSize(1);
    assertThat(launches(Duration.ofHours(1))).isZero();
  }
}
