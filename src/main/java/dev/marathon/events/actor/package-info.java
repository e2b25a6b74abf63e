/** Shell of the event log, and the hub that hands its events to consumers. */
package dev.marathon.events.actor;
