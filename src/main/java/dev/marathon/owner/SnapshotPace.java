package dev.marathon.owner;

import java.util.function.IntSupplier;

/**
 * When an owner takes a snapshot: after as many changes as its state has entries, and never more
 * often than the settings say. Were the number of changes fixed, what snapshots cost would grow
 * with the square of the state. An owner that rests takes one sooner, so that whoever comes after a
 * crash has little to replay: after half as many changes.
 */
final class SnapshotPace {

  /** At rest the settings may be exceeded so many times. */
  private static final int SOONER_AT_REST = 10;

  private final int every;
  private long unsaved;
  private long wait;

  /**
   * @param every least number of changes between two snapshots
   */
  SnapshotPace(int every) {
    this.every = every;
    this.wait = every;
  }

  /** Before the first record, also of a restart: what will be replayed comes after a snapshot. */
  void begin() {
    taken();
  }

  /** A record was replayed, or is about to be stored. */
  void happened(int changes) {
    unsaved += changes;
  }

  /** A snapshot was taken, for whatever reason. */
  void taken() {
    unsaved = 0;
    wait = every;
  }

  /**
   * Whether a snapshot is due; if so, it counts as taken.
   *
   * @param entries that it would hold; asked when that may matter
   */
  boolean due(IntSupplier entries) {
    if (unsaved < wait) {
      return false;
    }
    wait = Math.max(every, entries.getAsInt());
    if (unsaved < wait) {
      return false;
    }
    taken();
    return true;
  }

  /** Whether enough happened to ask {@link #dueAtRest} once the owner rests. */
  boolean maybeDueAtRest() {
    return unsaved >= every / SOONER_AT_REST;
  }

  boolean dueAtRest(int entries) {
    return maybeDueAtRest() && unsaved >= entries / 2;
  }
}
