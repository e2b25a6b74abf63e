/** The master of the local cluster: frameworks, agents, offers and tasks, on one thread. */
package dev.marathon.local.master;
