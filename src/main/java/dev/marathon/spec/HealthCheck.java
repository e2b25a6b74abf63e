package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/**
 * A periodic test whether an instance serves. HTTP, HTTPS and TCP are run by Marathon, the others
 * by the agent.
 *
 * @param maxConsecutiveFailures 0 means: never kill
 * @param delaySeconds before the first test, agent's checks only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HealthCheck(
    Protocol protocol,
    Optional<String> command,
    Optional<String> path,
    Optional<Integer> portIndex,
    Optional<Integer> port,
    int gracePeriodSeconds,
    int intervalSeconds,
    int timeoutSeconds,
    int maxConsecutiveFailures,
    int delaySeconds,
    boolean ignoreHttp1xx,
    Optional<String> ipProtocol) {

  public HealthCheck {
    command = Immutable.optional(command);
    path = Immutable.optional(path);
    portIndex = Immutable.optional(portIndex);
    port = Immutable.optional(port);
    ipProtocol = Immutable.optional(ipProtocol);
  }

  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    COMMAND,
    MESOS_HTTP,
    MESOS_HTTPS,
    MESOS_TCP;

    /** Whether Marathon itself runs the check, rather than the agent. */
    public boolean byMarathon() {
      return this == HTTP || this == HTTPS || this == TCP;
    }
  }
}
