package dev.marathon.owner;

/**
 * An owner came to life, for the first time or again after a failed write.
 *
 * @param owner persistence id
 * @param sequence number of the {@link JournalEntry.EpochBegan} that this life began with: all that
 *     the journal holds before it is in {@code held}, also what was never told
 */
public record Recovered<S>(String owner, Held<S> held, long sequence) {}
