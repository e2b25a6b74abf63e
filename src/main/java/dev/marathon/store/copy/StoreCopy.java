package dev.marathon.store.copy;

import java.io.IOException;

/**
 * Copies a journal, row by row, into an empty one: backup, restore and move between stores are the
 * same thing.
 */
public final class StoreCopy {

  private StoreCopy() {}

  /**
   * Copies everything.
   *
   * @param from its tables exist
   * @param to its tables exist and are empty
   * @throws IOException with a sentence for the operator
   */
  public static Journal.Count copy(Journal from, Journal to) throws IOException {
    var before = to.count();
    if (before.events() + before.snapshots() > 0) {
      throw new IOException(
          "the target is not empty: it has "
              + before.events()
              + " events and "
              + before.snapshots()
              + " snapshots; nothing was copied");
    }
    var read = new long[2];
    from.events(
        event -> {
          to.add(event);
          read[0]++;
        });
    from.snapshots(
        snapshot -> {
          to.add(snapshot);
          read[1]++;
        });
    to.commit();
    var copied = to.count();
    if (!copied.equals(new Journal.Count(read[0], read[1]))) {
      throw new IOException("the target does not hold what was copied: do not use it");
    }
    return copied;
  }
}
