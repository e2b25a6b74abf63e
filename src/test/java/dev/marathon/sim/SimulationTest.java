package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEvent;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many histories; every promise holds at every moment of them, and when nothing goes wrong any more
 * everything becomes as it is wanted.
 *
 * <p>{@code -Dsim.seeds} says how many, {@code -Dsim.seed} which is the first; {@code scripts/sim}
 * runs a lot of them.
 */
class SimulationTest {

  private static final long FIRST = Long.getLong("sim.seed", 0);
  private static final long SEEDS = Long.getLong("sim.seeds", 500);
  private static final int STEPS = 800;

  /** Below that a kind of event may be missing by chance. */
  private static final int ENOUGH = 100;

  private static final List<Class<?>> COVERED =
      List.of(
          LedgerCommand.class,
          LedgerEvent.class,
          LedgerEffect.class,
          GroupCommand.class,
          GroupEvent.class);

  @Test
  void promisesHoldAndWhatIsWantedIsReachedInEveryHistory() {
    Set<Class<?>> kinds = new HashSet<>();
    LongStream.range(FIRST, FIRST + SEEDS)
        .forEach(seed -> kinds.addAll(live(seed, Rulebook.PRODUCT).kinds()));
    if (SEEDS >= ENOUGH) {
      assertThat(kinds)
          .as("everything that can be asked, stored and wanted happens in some history")
          .containsAll(COVERED.stream().flatMap(SimulationTest::variants).toList());
    }
  }

  /** One history, from its seed to the end of all troubles. */
  static World live(long seed, Rulebook rules) {
    var world = new World(seed, rules);
    try {
      world.live(STEPS);
      world.calm();
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "seed %d (again: scripts/sim 1 %d): %s%n%s"
              .formatted(seed, seed, broken.getMessage(), world.trace()),
          broken);
    }
    return world;
  }

  private static Stream<Class<?>> variants(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SimulationTest::variants)
        : Stream.of(type);
  }
}
