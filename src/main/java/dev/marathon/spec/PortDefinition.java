package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.Optional;

/**
 * A port of an app on the host's network.
 *
 * @param port service port, also the wanted host port with {@code requirePorts}; 0 means: assign
 *     one
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PortDefinition(
    int port, String protocol, Optional<String> name, Map<String, String> labels) {
  public PortDefinition {
    name = Immutable.optional(name);
    labels = Immutable.map(labels);
  }

  public PortDefinition withPort(int assigned) {
    return new PortDefinition(assigned, protocol, name, labels);
  }
}
