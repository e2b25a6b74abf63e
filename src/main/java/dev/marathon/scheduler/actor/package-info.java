/** Shell of the scheduler: the connection to Mesos, the way to the ledgers, rounds in slices. */
package dev.marathon.scheduler.actor;
