package dev.marathon.spec;

/** Bounds of a rolling update, each 0.0 to 1.0, as a part of the desired count. */
public record UpgradeStrategy(double minimumHealthCapacity, double maximumOverCapacity) {}
