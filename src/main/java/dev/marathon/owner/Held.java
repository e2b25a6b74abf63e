package dev.marathon.owner;

/**
 * State of an owner together with the epoch it was last written in; also the form of its snapshot.
 *
 * @param epoch newest epoch seen in the journal
 */
public record Held<S>(S state, long epoch) {}
