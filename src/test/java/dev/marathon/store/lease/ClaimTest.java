package dev.marathon.store.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which side of a partition goes on. */
class ClaimTest {

  private static final LeaseTimes TIMES = LeaseTimes.of(Duration.ofSeconds(2));

  private final LeasesInMemory table = new LeasesInMemory();
  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private final Node c = new Node("c");
  private long now = 1_000_000;

  /** One node; it reaches the others until it misses them. */
  private final class Node {
    final String name;
    final LeaseKeeper keeper;
    Set<String> reaches = Set.of("a", "b", "c");
    Claim claim;

    Node(String name) {
      this.name = name;
      this.keeper = new LeaseKeeper("partition", name + "#1", table, TIMES, () -> now);
      claims();
    }

    Node claims() {
      claim = new Claim(keeper);
      return this;
    }

    Side side() {
      return new Side(
          name,
          Set.copyOf(reaches.stream().map(node -> node + "#1").toList()),
          reaches.stream().sorted().toList());
    }

    Optional<Boolean> attempt() throws IOException {
      return claim.attempt(side());
    }

    void beat() {
      keeper.beat(side().members());
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void theFirstSideGoesOnAndTheOtherIsDeniedOnceItSawThatTheFirstLives() throws IOException {
    a.reaches = Set.of("a", "b");
    c.reaches = Set.of("c");
    assertThat(a.attempt()).contains(true);

    assertThat(c.attempt()).isEmpty();
    pass(TIMES.beat());
    a.beat();
    assertThat(c.attempt()).contains(false);
  }

  @Test
  void aHolderThatHasCrashedIsWaitedFor() throws IOException {
    b.attempt();
    a.reaches = Set.of("a", "c");

    assertThat(a.attempt()).isEmpty();
    pass(TIMES.ttl().minusMillis(1));
    assertThat(a.attempt()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(a.attempt()).contains(true);
  }

  @Test
  void aNodeOfTheSameSideTakesItFromTheOneThatDecidedBefore() throws IOException {
    b.attempt();
    a.reaches = Set.of("a", "b");

    assertThat(a.attempt()).contains(true);

    b.beat();
    assertThat(b.keeper.held()).isFalse();
    c.reaches = Set.of("c");
    assertThat(c.attempt()).isEmpty();
    pass(TIMES.beat());
    a.beat();
    assertThat(c.attempt()).contains(false);
  }

  @Test
  void aNodeThatTheHolderMissesDoesNotGetItFromThere() throws IOException {
    b.reaches = Set.of("b", "c");
    b.attempt();

    assertThat(a.attempt()).as("it still reaches b").isEmpty();
    pass(TIMES.beat());
    b.beat();
    assertThat(a.attempt()).contains(false);
  }

  @Test
  void whoeverHoldsItAsksTheStoreAgainForTheNextDecision() throws IOException {
    b.attempt();
    a.attempt();
    b.reaches = Set.of("b");

    assertThat(b.claims().attempt()).as("it does not know yet that a took it").isEmpty();
    pass(TIMES.beat());
    a.beat();
    assertThat(b.attempt()).contains(false);
  }

  @Test
  void aClaimWhoseAnswerWasLostIsFoundAgain() throws IOException {
    table.answersGetLost = true;
    try {
      a.attempt();
    } catch (IOException noAnswer) {
      table.answersGetLost = false;
    }
    assertThat(a.attempt()).contains(true);
  }

  /** Whatever happens on the way: of two sides that miss each other one goes on, not both. */
  @Test
  void neverBothSides() throws IOException {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      table.rows.clear();
      table.answersGetLost = false;
      var nodes = Stream.of("a", "b", "c").map(Node::new).toList();
      nodes.get(random.nextInt(3)).attempt(); // An earlier decision.
      nodes.get(0).reaches = Set.of("a", "b");
      nodes.get(1).reaches = Set.of("a", "b");
      nodes.get(2).reaches = Set.of("c");
      nodes.forEach(Node::claims);
      var first = new Optional<?>[] {Optional.empty(), Optional.empty()};
      var deciders = List.of(nodes.get(random.nextInt(2)), nodes.get(2));
      for (int step = 0; first[0].isEmpty() || first[1].isEmpty(); step++) {
        pass(Duration.ofMillis(random.nextInt(300)));
        table.answersGetLost = random.nextInt(8) == 0;
        nodes.forEach(Node::beat);
        int side = random.nextInt(2);
        try {
          if (first[side].isEmpty()) {
            first[side] = deciders.get(side).attempt();
          }
        } catch (IOException mishap) {
          // The outcome is unknown, as in life.
        }
        assertThat(step).as("seed %d", seed).isLessThan(1_000);
      }
      assertThat(List.of(first)).as("seed %d", seed).containsOnlyOnce(Optional.of(true));
    }
  }
}
