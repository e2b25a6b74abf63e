package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Resources of a custom executor: cores, MiB, MiB. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExecutorResources(double cpus, double mem, double disk) {}
