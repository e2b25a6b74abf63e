package dev.marathon.spec;

/** Resources of a custom executor: cores, MiB, MiB. */
public record ExecutorResources(double cpus, double mem, double disk) {}
