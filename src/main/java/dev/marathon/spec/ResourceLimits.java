package dev.marathon.spec;

import java.util.Optional;

/** Upper bounds handed to Mesos: cores and MiB; infinity means unlimited. */
public record ResourceLimits(Optional<Double> cpus, Optional<Double> mem) {}
