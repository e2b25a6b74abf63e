/**
 * The tree of groups and apps: accepts or refuses every change in one turn, keeps the plan and the
 * locks of running deployments and the last versions. Pure; shell in {@code actor}.
 */
package dev.marathon.group;
