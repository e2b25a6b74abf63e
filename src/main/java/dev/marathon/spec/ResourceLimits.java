package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/** Upper bounds handed to Mesos: cores and MiB; infinity means unlimited. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResourceLimits(Optional<Double> cpus, Optional<Double> mem) {
  public ResourceLimits {
    cpus = Immutable.optional(cpus);
    mem = Immutable.optional(mem);
  }
}
