package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.mesos.MesosCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnheardTest {

  private static final CallResult FULL = new CallResult.Failed("too many calls wait");

  private final List<String> lines = new ArrayList<>();
  private int wakes;
  private final Unheard unheard = new Unheard(lines::add, () -> wakes++);

  private void fail(MesosCall call, int times) {
    for (int i = 0; i < times; i++) {
      unheard.reply(new MesosClient.Send(call, Optional.empty()), FULL);
    }
  }

  private static MesosCall revive() {
    return new MesosCall.Revive(Set.of());
  }

  private static MesosCall suppress() {
    return new MesosCall.Suppress(Set.of());
  }

  @Test
  void ofAFloodTheFirstIsLoggedAtOnceAndTheOthersAreCounted() {
    fail(revive(), 20_000);

    assertThat(lines).containsExactly("Revive to Mesos: " + FULL);
    assertThat(wakes).isEqualTo(1);

    unheard.sumUp();
    assertThat(lines)
        .hasSize(2)
        .last()
        .isEqualTo("19999 more calls of kind Revive to Mesos failed within 5 s, the last: " + FULL);
  }

  @Test
  void aFloodThatGoesOnIsCountedAgainAndAgain() {
    fail(revive(), 2);
    unheard.sumUp();
    fail(revive(), 3);
    unheard.sumUp();

    assertThat(lines).hasSize(3).last().asString().startsWith("3 more calls");
    assertThat(wakes).isEqualTo(3);
  }

  @Test
  void afterSilenceTheNextIsAFirstOneAgain() {
    fail(revive(), 1);
    unheard.sumUp();
    fail(revive(), 1);

    assertThat(lines).containsExactly("Revive to Mesos: " + FULL, "Revive to Mesos: " + FULL);
    assertThat(wakes).isEqualTo(2);
  }

  @Test
  void oneKindDoesNotHideAnother() {
    fail(revive(), 100);
    fail(suppress(), 1);

    assertThat(lines).last().isEqualTo("Suppress to Mesos: " + FULL);
    assertThat(wakes).isEqualTo(1);
  }

  @Test
  void successesAreNotLogged() {
    unheard.reply(new MesosClient.Send(revive(), Optional.empty()), new CallResult.Accepted());

    assertThat(lines).isEmpty();
    assertThat(wakes).isZero();
  }
}
