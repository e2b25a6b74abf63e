/**
 * The whole state of the cluster as a reader sees it: one immutable value folded from the owners'
 * events. Pure; shell in {@code actor}.
 */
package dev.marathon.overview;
