package dev.marathon.local.master;

/**
 * An offer that is out.
 *
 * @param resources allocated to the role
 */
record Offer(String id, Framework framework, Agent agent, String role, Resources resources) {}
