package dev.marathon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void percentilesAreNeverTooLowAndUpToAFifthTooHigh() {
    var random = new Random(1);
    for (int round = 0; round < 50; round++) {
      var latencies = new Latencies();
      var all = new ArrayList<Double>();
      int number = 1 + random.nextInt(500);
      for (int i = 0; i < number; i++) {
        double millis = Math.exp(random.nextDouble() * 13 - 2);
        all.add(millis);
        latencies.took(Duration.ofNanos((long) (millis * 1e6)));
      }
      all.sort(null);
      var seen = latencies.seen();
      near(seen.p50(), all.get((int) Math.ceil(number * 0.5) - 1));
      near(seen.p95(), all.get((int) Math.ceil(number * 0.95) - 1));
      near(seen.p99(), all.get((int) Math.ceil(number * 0.99) - 1));
      near(seen.max(), all.get(number - 1));
    }
  }

  private static void near(double seen, double exact) {
    assertThat(seen).isBetween(exact * 0.999, exact * 1.2);
  }

  @Test
  void theShortestTheLongestAndNoneAtAll() {
    assertThat(new Latencies().seen()).isEqualTo(new Latency(0, 0, 0, 0, 0));
    var latencies = new Latencies();
    latencies.took(Duration.ofNanos(5_000));
    assertThat(latencies.seen().p99()).isEqualTo(0.005);
    latencies.took(Duration.ofMinutes(10));
    assertThat(latencies.seen().p50()).isEqualTo(0.1);
    assertThat(latencies.seen().p99()).isEqualTo(600_000);
  }
}
