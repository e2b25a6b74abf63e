package dev.marathon.sim;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The seed of a world: everything in it that could have been different. */
final class Chance {

  private final Random random;

  Chance(long seed) {
    // Neighbouring seeds begin alike; their hashes do not.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  /** 0 to {@code bound} less one. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  Duration upTo(Duration longest) {
    return Duration.ofMillis(random.nextInt((int) longest.toMillis() + 1));
  }

  UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
