package dev.marathon.owner;

import java.util.function.Consumer;

/**
 * Where an owner's words go. Called on the owner's thread, so each of them only sends.
 *
 * @param recovered told once the state is read and the epoch is stored
 * @param published told after each write, before effects and answers
 * @param effects told in order, after the write
 * @param unreadable told when the journal cannot be read ({@link UnreadableJournal}) or belongs to
 *     a newer node ({@link Superseded}): the node must end, never lead on partial data
 */
public record OwnerPorts<E, S, X>(
    Consumer<Recovered<S>> recovered,
    Consumer<Published<E, S>> published,
    Consumer<X> effects,
    Consumer<Throwable> unreadable) {}
