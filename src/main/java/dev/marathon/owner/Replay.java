package dev.marathon.owner;

/**
 * Makes sure that no record is missing from what is replayed: a state folded from the rest would be
 * wrong without anybody noticing.
 */
final class Replay {

  private boolean running = true;
  private long last;

  /** Before the first record, also of a restart. */
  void begin() {
    running = true;
    last = 0;
  }

  /** What follows is new and numbered by ourselves. */
  void end() {
    running = false;
  }

  /**
   * @param first whether nothing came before, not even a snapshot
   * @throws IllegalStateException if records are missing before this one
   */
  void check(boolean first, long sequence) {
    if (!running) {
      return;
    }
    if (first ? sequence != 1 : last != 0 && sequence != last + 1) {
      throw new IllegalStateException("missing; the next one there is " + sequence);
    }
    last = sequence;
  }
}
