package dev.marathon.callbacks.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryTest {

  private static final Problem REFUSED = Problem.answered(422);
  private static final Problem AWAY = Problem.away("cannot be reached");

  @Test
  void thePauseGrowsToAMinuteOrSoAndOneSuccessEndsIt() {
    assertThat(Delivery.pause(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Delivery.pause(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(Delivery.pause(1_000)).isEqualTo(Duration.ofSeconds(64));
    var failing = Delivery.at(3).failed(AWAY, Instant.EPOCH).failed(AWAY, Instant.EPOCH);
    assertThat(failing.nextAttempt()).contains(Instant.EPOCH.plusSeconds(2));
    assertThat(failing.took(4)).isEqualTo(Delivery.at(4));
  }

  @Test
  void whatWasSkippedIsCounted() {
    assertThat(Delivery.at(3).skipped(10).losses().expired()).isEqualTo(7);
    assertThat(Delivery.at(3).skipped(1)).isEqualTo(Delivery.at(1));
  }

  @Test
  void patienceEndsForAnEventThatIsRefusedAllTheTime() {
    var hour = Duration.ofHours(1);
    var later = Instant.EPOCH.plus(hour);
    var refused = Delivery.at(3).failed(REFUSED, Instant.EPOCH);
    assertThat(refused.failed(REFUSED, later).refuses(hour, later)).isTrue();
    assertThat(refused.failed(REFUSED, later).refuses(hour, later.minusMillis(1))).isFalse();
    assertThat(refused.failed(AWAY, later).refuses(hour, later)).isFalse();
    assertThat(refused.failed(AWAY, later).failed(REFUSED, later).refuses(hour, later)).isFalse();
    assertThat(refused.took(4).failed(REFUSED, later).refuses(hour, later)).isFalse();
    var aside = refused.setAside(4);
    assertThat(aside.position()).isEqualTo(4);
    assertThat(aside.failed(REFUSED, later).refuses(hour, later)).isFalse();
    assertThat(aside.took(5).losses()).isEqualTo(new Delivery.Losses(0, 1, Optional.of(4L)));
  }

  @Test
  void anEndpointThatIsNotThereRefusesNothing() {
    assertThat(Problem.answered(400).refusal()).isTrue();
    assertThat(Problem.answered(413).refusal()).isTrue();
    assertThat(Problem.answered(500).refusal()).isTrue();
    for (int status : new int[] {302, 401, 403, 404, 408, 410, 429, 502, 503, 504}) {
      assertThat(Problem.answered(status).refusal()).as("%s", status).isFalse();
    }
  }
}
