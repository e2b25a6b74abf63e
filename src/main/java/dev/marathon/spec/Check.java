package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/** A Mesos generic check: observed, never acted upon. Exactly one of the three kinds is present. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Check(
    Optional<Http> http,
    Optional<Tcp> tcp,
    Optional<Exec> exec,
    int intervalSeconds,
    int timeoutSeconds,
    int delaySeconds) {

  public Check {
    http = Immutable.optional(http);
    tcp = Immutable.optional(tcp);
    exec = Immutable.optional(exec);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Http(
      Optional<Integer> portIndex, Optional<Integer> port, Optional<String> path, String scheme) {
    public Http {
      portIndex = Immutable.optional(portIndex);
      port = Immutable.optional(port);
      path = Immutable.optional(path);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Tcp(Optional<Integer> portIndex, Optional<Integer> port) {
    public Tcp {
      portIndex = Immutable.optional(portIndex);
      port = Immutable.optional(port);
    }
  }

  /** Exactly one of shell and argv is present. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Exec(Optional<String> shell, List<String> argv) {
    public Exec {
      shell = Immutable.optional(shell);
      argv = Immutable.list(argv);
    }
  }
}
