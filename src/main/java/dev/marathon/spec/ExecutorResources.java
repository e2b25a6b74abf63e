package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Resources of a custom executor: cores, MiB, MiB. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExecutorResources(double cpus, double mem, double disk) {

  static final ExecutorResources NONE = new ExecutorResources(0, 0, 0);
}
