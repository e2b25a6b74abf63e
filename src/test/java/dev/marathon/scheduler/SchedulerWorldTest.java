package dev.marathon.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import org.junit.jupiter.api.Test;

/** Promises of the scheduler in worlds full of mishaps. One seed is one history. */
class SchedulerWorldTest {

  @Test
  void promisesHoldAndWhenMishapsStopEveryInstanceRuns() {
    qt().withExamples(150)
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              var world = new SchedulerWorld(seed);
              world.mishaps(400);
              world.calm();
              assertThat(world.missing()).as("seed %d", seed).isEmpty();
              assertThat(world.surplus()).as("seed %d", seed).isEmpty();
            });
  }
}
