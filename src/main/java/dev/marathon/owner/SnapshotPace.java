package dev.marathon.owner;

import java.util.function.IntSupplier;

/**
 * When an owner takes a snapshot: after as many events as its state has entries, and never more
 * often than the settings say. Were the number of events fixed, what snapshots cost would grow with
 * the square of the state.
 */
final class SnapshotPace {

  private final int every;
  private long replayed;
  private long last;
  private long wait;

  /**
   * @param every least number of events between two snapshots
   */
  SnapshotPace(int every) {
    this.every = every;
    this.wait = every;
  }

  /** Before the first record, also of a restart. */
  void begin() {
    replayed = 0;
  }

  void replayed() {
    replayed++;
  }

  /**
   * The journal was read up to this record: what was replayed came after the newest snapshot.
   *
   * @param sequence number of the last record
   */
  void recovered(long sequence) {
    last = sequence - replayed;
    wait = every;
  }

  /** Whether a snapshot was taken at this record for another reason. */
  void taken(long sequence) {
    last = sequence;
    wait = every;
  }

  /**
   * Whether a snapshot is due after this record.
   *
   * @param entries that it would hold; asked when that may matter
   */
  boolean due(long sequence, IntSupplier entries) {
    if (sequence - last < wait) {
      return false;
    }
    wait = Math.max(every, entries.getAsInt());
    if (sequence - last < wait) {
      return false;
    }
    taken(sequence);
    return true;
  }
}
