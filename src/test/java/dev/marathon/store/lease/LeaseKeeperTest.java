package dev.marathon.store.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

  private static final LeaseTimes TIMES = LeaseTimes.of(Duration.ofSeconds(2));

  private final LeasesInMemory table = new LeasesInMemory();
  private long now = 1_000_000;

  private LeaseKeeper node(String self) {
    return node(self, TIMES);
  }

  private LeaseKeeper node(String self, LeaseTimes times) {
    return new LeaseKeeper("active", self, table, times, () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void theFirstOneTakesIt() throws IOException {
    var a = node("a#1");

    assertThat(a.acquire(List.of("a"))).isTrue();

    assertThat(a.valid()).isTrue();
    assertThat(table.rows.get("active")).isEqualTo(new LeaseRow("a#1;ttl=2000", 1, List.of("a")));
  }

  @Test
  void anotherOneWaitsUntilItSawNoChangeForTheTtl() throws IOException {
    var a = node("a#1");
    var b = node("b#1");
    a.acquire(List.of());
    pass(Duration.ofSeconds(3));

    assertThat(b.acquire(List.of())).as("first look").isFalse();
    pass(Duration.ofMillis(1_999));
    assertThat(b.acquire(List.of())).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(b.acquire(List.of())).isTrue();
  }

  @Test
  void aNodeWithOtherTimesThanTheHoldersCountsByTheHolders() throws IOException {
    var patient = node("a#1", LeaseTimes.of(Duration.ofSeconds(20)));
    var hasty = node("b#1");
    patient.acquire(List.of());
    hasty.acquire(List.of());

    pass(Duration.ofMillis(14_999));
    assertThat(hasty.acquire(List.of())).as("the holder may still act").isFalse();
    assertThat(patient.valid()).isTrue();
    pass(Duration.ofMillis(5_001));
    assertThat(hasty.acquire(List.of())).isTrue();

    patient.beat(List.of());
    patient.acquire(List.of());
    pass(Duration.ofSeconds(2));
    assertThat(hasty.valid()).isFalse();
    assertThat(patient.acquire(List.of())).as("and the other way round").isTrue();
  }

  @Test
  void aHolderThatRenewsKeepsIt() throws IOException {
    var a = node("a#1");
    var b = node("b#1");
    a.acquire(List.of());
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofMillis(500));
      assertThat(a.beat(List.of("a", "b"))).isEmpty();
      assertThat(a.valid()).isTrue();
      assertThat(b.acquire(List.of())).isFalse();
    }
    assertThat(table.rows.get("active").members()).containsExactly("a", "b");
  }

  @Test
  void theHolderStopsBeforeAnybodyElseMayTakeIt() throws IOException {
    var a = node("a#1");
    a.acquire(List.of());

    pass(Duration.ofMillis(1_499));
    assertThat(a.valid()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(a.valid()).isFalse();
    assertThat(a.beat(List.of())).contains("it was not renewed in time");
    assertThat(a.held()).isFalse();
  }

  @Test
  void aPausedHolderDoesNotRenewLateEvenIfNobodyTookIt() throws IOException {
    var a = node("a#1");
    a.acquire(List.of());
    pass(Duration.ofSeconds(30));

    assertThat(a.beat(List.of())).isPresent();
    assertThat(table.rows.get("active").beat()).isEqualTo(1);
  }

  @Test
  void givenBackItIsFreeAtOnce() throws IOException {
    var a = node("a#1");
    var b = node("b#1");
    a.acquire(List.of("a", "b"));

    a.release(List.of("b"));

    assertThat(a.valid()).isFalse();
    assertThat(b.acquire(List.of("b"))).isTrue();
  }

  @Test
  void aShortAbsenceOfTheStoreDoesNotMatter() throws IOException {
    var a = node("a#1");
    a.acquire(List.of());
    table.away = true;
    pass(Duration.ofMillis(500));
    assertThat(a.beat(List.of())).isEmpty();
    pass(Duration.ofMillis(500));
    assertThat(a.beat(List.of())).isEmpty();
    table.away = false;
    assertThat(a.beat(List.of())).isEmpty();
    pass(Duration.ofMillis(1_000));
    assertThat(a.valid()).isTrue();
  }

  @Test
  void aRenewalWhoseAnswerWasLostIsFoundAgain() throws IOException {
    var a = node("a#1");
    a.acquire(List.of());
    table.answersGetLost = true;
    assertThat(a.beat(List.of())).isEmpty();
    table.answersGetLost = false;
    pass(Duration.ofMillis(500));

    assertThat(a.beat(List.of())).isEmpty();
    assertThat(a.valid()).isTrue();
  }

  @Test
  void anAcquisitionWhoseAnswerWasLostIsFoundAgain() {
    var a = node("a#1");
    table.answersGetLost = true;
    assertThatThrownBy(() -> a.acquire(List.of())).isInstanceOf(IOException.class);
    table.answersGetLost = false;

    assertThat(a).satisfies(keeper -> assertThat(keeper.acquire(List.of())).isTrue());
  }

  @Test
  void anotherIncarnationOnTheSameAddressIsAnotherNode() throws IOException {
    node("a#1").acquire(List.of());

    assertThat(node("a#2").acquire(List.of())).isFalse();
  }

  @Test
  void whoeverWasOvertakenFindsOut() throws IOException {
    var a = node("a#1");
    a.acquire(List.of());
    table.rows.put("active", new LeaseRow("b#1", 2, List.of()));

    assertThat(a.beat(List.of())).contains("it is held by b#1");
    assertThat(a.valid()).isFalse();
  }

  /** Any order of renewals, pauses, absences and attempts: never two that may act. */
  @Test
  void neverTwoAtOnce() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      table.rows.clear();
      var nodes = List.of(node("a#1"), node("b#1"), node("c#1"));
      for (int step = 0; step < 200; step++) {
        pass(Duration.ofMillis(random.nextInt(700)));
        table.away = random.nextInt(8) == 0;
        table.answersGetLost = random.nextInt(8) == 0;
        var node = nodes.get(random.nextInt(3));
        try {
          switch (random.nextInt(12)) {
            case 0 -> node.release(List.of());
            case 1, 2, 3 -> node.acquire(List.of());
            default -> node.beat(List.of());
          }
        } catch (IOException mishap) {
          // The outcome is unknown, as in life.
        }
        assertThat(nodes.stream().filter(LeaseKeeper::valid).count())
            .as("seed %d step %d", seed, step)
            .isLessThanOrEqualTo(1);
      }
    }
  }
}
