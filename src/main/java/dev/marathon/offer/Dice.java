package dev.marathon.offer;

import java.util.List;
import java.util.UUID;

/**
 * Repeatable random choices: SplitMix64 (Steele, Lea, Flood 2014) from a seed that the context
 * gives, so that one seed is one history.
 */
final class Dice {
  private long state;

  Dice(UUID seed) {
    this.state =
        seed.getMostSignificantBits() ^ Long.rotateLeft(seed.getLeastSignificantBits(), 32);
  }

  /** A number from 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) Long.remainderUnsigned(next(), bound);
  }

  <T> void shuffle(List<T> items) {
    for (int i = items.size() - 1; i > 0; i--) {
      int other = below(i + 1);
      T moved = items.get(i);
      items.set(i, items.get(other));
      items.set(other, moved);
    }
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
