/**
 * A world for the rules: owners, scheduler, a Mesos cluster and people on one thread, with a clock
 * and a chance of its own. One seed is one history; nothing else decides what happens.
 *
 * <p>Only pure cores run here. Around them {@code Kept} does what the shell of every owner does,
 * and can be stopped between any two steps of it: before the write, after the write, among the
 * effects. What was written stays, everything else is gone, and the next {@code Node} begins from
 * that. {@code Post} keeps the order of messages between two parts and nothing else. {@code Master}
 * and {@code Machines} answer as a real Mesos was seen to, and lose agents, streams, calls and
 * launches.
 *
 * <p>{@code Promises} looks at each stored event, each launch and each acknowledgement; {@code
 * Convergence} says what is missing when nothing goes wrong any more. A seed that found a bug
 * becomes a scenario test of the rule that was wrong: histories change with every new kind of
 * mishap, scenarios stay.
 */
package dev.marathon.sim;
