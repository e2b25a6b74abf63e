package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/** A file that the agent downloads into the sandbox before the task starts. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Artifact(
    String uri, boolean extract, boolean executable, boolean cache, Optional<String> destPath) {
  public Artifact {
    destPath = Immutable.optional(destPath);
  }
}
