package dev.marathon.spec;

import java.util.List;
import java.util.Optional;

/** A Mesos generic check: observed, never acted upon. Exactly one of the three kinds is present. */
public record Check(
    Optional<Http> http,
    Optional<Tcp> tcp,
    Optional<Exec> exec,
    int intervalSeconds,
    int timeoutSeconds,
    int delaySeconds) {

  public record Http(
      Optional<Integer> portIndex, Optional<Integer> port, Optional<String> path, String scheme) {}

  public record Tcp(Optional<Integer> portIndex, Optional<Integer> port) {}

  /** Exactly one of shell and argv is present. */
  public record Exec(Optional<String> shell, List<String> argv) {}
}
