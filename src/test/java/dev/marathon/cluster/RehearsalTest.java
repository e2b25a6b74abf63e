package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {

  @ParameterizedTest
  @CsvSource({
    "1, PT0.3S, PT2S",
    "1, PT8S, PT8S",
    "9, PT0.3S, PT2S",
    "10, PT0.3S, PT60S",
    "10, PT8S, PT152S",
    "50, PT3S, PT60S"
  })
  void manyAtFirstAndLaterATwentiethOfTheTimeAtMost(int done, Duration took, Duration pause) {
    assertThat(Rehearsal.pause(done, took, Duration.ofSeconds(60))).isEqualTo(pause);
  }
}
