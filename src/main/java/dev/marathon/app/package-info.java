/**
 * An app: its definitions by version and the one that is active, and so its desired count. Pure;
 * shell in {@code actor}.
 */
package dev.marathon.app;
