/** The shell around the overview. */
package dev.marathon.overview.actor;
