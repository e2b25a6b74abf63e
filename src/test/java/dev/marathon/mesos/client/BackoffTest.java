package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Test
  void pausesDoubleUpToTheLongestAndAreShortenedByAHalfAtMost() {
    var backoff = new Backoff(FIRST, LONGEST, new Random(7));
    long whole = FIRST.toMillis();

    for (int i = 0; i < 2000; i++) {
      assertThat(backoff.next().toMillis()).isBetween(whole / 2, whole);
      whole = Math.min(whole * 2, LONGEST.toMillis());
    }
    assertThat(whole).isEqualTo(LONGEST.toMillis());
  }

  @Test
  void resetStartsFromTheFirstPause() {
    var backoff = new Backoff(FIRST, LONGEST, new Random(7));
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void nodesDoNotComeBackAtTheSameTime() {
    var random = new Random(7);
    var pauses = new HashSet<Duration>();
    for (int node = 0; node < 50; node++) {
      pauses.add(new Backoff(FIRST, LONGEST, random).next());
    }

    assertThat(pauses).hasSizeGreaterThan(25);
  }
}
