package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Deprecated marker of apps with persistent volumes; kept and returned. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Residency(long relaunchEscalationTimeoutSeconds, String taskLostBehavior) {}
