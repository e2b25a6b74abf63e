/**
 * What Mesos's operator endpoints tell: the master of its agents, the agents of their sandboxes.
 * Only read, on demand, within limits; nothing that Marathon decides depends on it.
 */
package dev.marathon.agents;
