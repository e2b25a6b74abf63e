package dev.marathon.spec;

/** Deprecated marker of apps with persistent volumes; kept and returned. */
public record Residency(long relaunchEscalationTimeoutSeconds, String taskLostBehavior) {}
