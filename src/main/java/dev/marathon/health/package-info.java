/**
 * Health as Marathon's own checks see it: what one result means for an instance. Pure; the prober
 * is in {@code actor}.
 */
package dev.marathon.health;
