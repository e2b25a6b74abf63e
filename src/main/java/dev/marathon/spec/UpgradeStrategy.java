package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Bounds of a rolling update, each 0.0 to 1.0, as a part of the desired count. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UpgradeStrategy(double minimumHealthCapacity, double maximumOverCapacity) {}
