package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  private final AtomicInteger acted = new AtomicInteger();

  private Registration registration(boolean stored) {
    return new Registration(stored, acted::incrementAndGet);
  }

  /** Seen in the simulation: tasks of a framework whose id was lost in a crash ran for ever. */
  @Test
  void aNewFrameworkActsOnlyWhenItsIdIsStored() {
    var registration = registration(false);
    registration.takeOverIsComplete();
    assertThat(acted).hasValue(0);
    registration.idIsStored();
    assertThat(acted).hasValue(1);
  }

  @Test
  void aKnownFrameworkActsWhenTheTakeOverIsComplete() {
    var registration = registration(true);
    assertThat(acted).hasValue(0);
    registration.takeOverIsComplete();
    assertThat(acted).hasValue(1);
  }

  @Test
  void laterSubscriptionsChangeNothing() {
    var registration = registration(false);
    registration.idIsStored();
    registration.takeOverIsComplete();
    registration.idIsStored();
    assertThat(acted).hasValue(1);
  }
}
