package dev.marathon.local;

/** Faults to order, for tests. Each method returns when the fault has happened. */
public interface Faults {

  /** The master dies and starts again: all streams break without an end, agents register again. */
  void restartMaster();

  /** All event streams break between two records. */
  void cutStreams();

  /** All event streams break in the middle of a record. */
  void cutStreamsWithinRecord();

  /**
   * The newest update of every task that has one is sent once more, as after a lost
   * acknowledgement.
   */
  void repeatUpdates();

  /** All offers that are out are rescinded. */
  void rescindOffers();

  /**
   * The agent's process dies; what it runs goes on.
   *
   * @param index from 0
   */
  void loseAgent(int index);

  /** The agent hangs: it neither hears nor answers. */
  void freezeAgent(int index);

  /** A lost or frozen agent is back. */
  void bringBackAgent(int index);
}
