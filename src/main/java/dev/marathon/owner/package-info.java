/**
 * The shell that every owner of facts shares: a gate that groups commands into one write, an
 * event-sourced behaviour that stores before it acts, and the envelope of its events.
 */
package dev.marathon.owner;
