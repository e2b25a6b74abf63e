/**
 * Open demand, held offers, launches, kills and reconciliation: everything the scheduler decides.
 * Pure.
 */
package dev.marathon.scheduler;
