/**
 * Deployments: from a change of the group tree to ordered steps, and what each step waits for.
 * Pure; shell in {@code actor}.
 */
package dev.marathon.deployment;
