package dev.marathon.cluster;

/**
 * Why the node ends by itself.
 *
 * @param message one line for the operator
 */
public record Ending(ExitCode exitCode, String message) {}
