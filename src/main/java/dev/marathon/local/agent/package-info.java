/**
 * The agents of the local cluster: {@link dev.marathon.local.agent.ProcessRunner} runs tasks as
 * processes that outlive this one, {@link dev.marathon.local.agent.SimulatedRunner} only pretends.
 *
 * <p>A runner's state belongs to its {@link dev.marathon.local.agent.Lane}: every public method
 * puts a step on it and returns. What blocks (fetching, starting, deleting) happens on pools and
 * puts its outcome on the lane.
 */
package dev.marathon.local.agent;
