/**
 * A Mesos-compatible cluster inside this process: one master and its agents behind the v1 scheduler
 * HTTP API.
 *
 * <p>The master decides who gets offers and validates calls; the agents ({@link
 * dev.marathon.local.TaskRunner}) run commands as processes or only pretend to.
 */
package dev.marathon.local;
