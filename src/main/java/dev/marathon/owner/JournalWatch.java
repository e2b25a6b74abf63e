package dev.marathon.owner;

import java.time.Duration;

/** Told how writing to the journal goes; by many owners, each on its own thread. */
public interface JournalWatch {

  JournalWatch NOBODY =
      new JournalWatch() {
        @Override
        public void wrote(int events, Duration took) {}

        @Override
        public void failed() {}
      };

  /** Events were stored in one write. */
  void wrote(int events, Duration took);

  /** A write failed, or an owner did for another reason and reads its journal anew. */
  void failed();
}
