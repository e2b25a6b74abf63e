package dev.marathon.callbacks.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveryTest {

  @Test
  void thePauseGrowsToAMinuteOrSoAndOneSuccessEndsIt() {
    assertThat(Delivery.pause(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Delivery.pause(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(Delivery.pause(1_000)).isEqualTo(Duration.ofSeconds(64));
    var failing = Delivery.at(3).failed("no", Instant.EPOCH).failed("no", Instant.EPOCH);
    assertThat(failing.nextAttempt()).contains(Instant.EPOCH.plusSeconds(2));
    assertThat(failing.took(4)).isEqualTo(Delivery.at(4));
  }

  @Test
  void whatWasSkippedIsCounted() {
    assertThat(Delivery.at(3).skipped(10).lost()).isEqualTo(7);
    assertThat(Delivery.at(3).skipped(1)).isEqualTo(Delivery.at(1));
  }
}
