package dev.marathon.store.copy;

import java.io.IOException;

/** Rows of a store, whatever its tables look like. Failures of the store are IOExceptions. */
public interface Journal extends AutoCloseable {

  /** Takes rows one after the other. */
  interface Rows<T> {
    void take(T row) throws IOException;
  }

  /** What a journal holds. */
  record Count(long events, long snapshots) {}

  /** Reads all events, those of one owner in the order of their numbers. */
  void events(Rows<EventRow> to) throws IOException;

  /** Reads all snapshots. */
  void snapshots(Rows<SnapshotRow> to) throws IOException;

  /** Adds an event; it counts after {@link #commit}. */
  void add(EventRow event) throws IOException;

  /** Adds a snapshot; it counts after {@link #commit}. */
  void add(SnapshotRow snapshot) throws IOException;

  /** What it holds now, with what was added. */
  Count count() throws IOException;

  void commit() throws IOException;

  @Override
  void close() throws IOException;
}
