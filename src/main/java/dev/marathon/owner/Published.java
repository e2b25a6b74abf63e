package dev.marathon.owner;

import java.util.List;

/**
 * Events of one write, told after they are stored and before the answer.
 *
 * @param owner persistence id
 * @param lastSequence sequence number of the last of them
 */
public record Published<E>(String owner, long lastSequence, List<Stored<E>> events) {}
