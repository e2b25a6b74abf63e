/**
 * Who may lead: a row in the shared store that one node at a time holds, by conditional writes
 * alone. No clock is compared with another; each node measures how long it saw no change.
 */
package dev.marathon.store.lease;
