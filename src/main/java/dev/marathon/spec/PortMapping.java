package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port inside the container and what leads to it.
 *
 * @param containerPort 0 means: the same number as the host port
 * @param hostPort 0 means: any port of the offer; absent means: no host port
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PortMapping(
    int containerPort,
    Optional<Integer> hostPort,
    int servicePort,
    String protocol,
    Optional<String> name,
    Map<String, String> labels,
    List<String> networkNames) {
  public PortMapping {
    hostPort = Immutable.optional(hostPort);
    name = Immutable.optional(name);
    labels = Immutable.map(labels);
    networkNames = Immutable.list(networkNames);
  }

  public PortMapping withServicePort(int assigned) {
    return new PortMapping(containerPort, hostPort, assigned, protocol, name, labels, networkNames);
  }
}
