package dev.marathon.owner;

import java.util.List;

/**
 * Events of one write, told after they are stored and before the answer. None if the record was not
 * an event.
 *
 * @param owner persistence id
 * @param lastSequence sequence number of the last of them, or of that record
 * @param state that they lead to, so that readers need not fold them again and share it in memory
 */
public record Published<E, S>(String owner, long lastSequence, List<Stored<E>> events, S state) {}
