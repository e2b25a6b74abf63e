package dev.marathon.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One port that every instance of an app has, in the order of the app's ports. Says what to take
 * from an offer; the environment and the discovery info are made from it too.
 *
 * @param index place in the app's list of ports, from 0
 * @param host what to take from the offer's ports
 * @param containerPort present with bridge and container networking; 0 means: the number of the
 *     host port
 * @param number the number that the user asked for: container port of a mapping, {@code port} of a
 *     definition; 0 if any will do
 * @param servicePort the port by which load balancers know the app
 * @param protocols {@code tcp}, {@code udp} or both
 * @param networkNames container networks that the mapping is for; empty means all
 */
public record PortRequest(
    int index,
    Host host,
    Optional<Integer> containerPort,
    int number,
    int servicePort,
    List<String> protocols,
    Optional<String> name,
    Map<String, String> labels,
    List<String> networkNames) {

  /** What an instance needs of its agent's ports. */
  public sealed interface Host {
    /** Exactly this one. */
    record Fixed(int port) implements Host {}

    /** Any that the offer has. */
    record Dynamic() implements Host {}

    /** None: the container has its own address. */
    record None() implements Host {}
  }

  /** Whether a host port is taken from the offer. */
  public boolean onHost() {
    return !(host instanceof Host.None);
  }

  static PortRequest of(int index, PortDefinition port, boolean requirePorts) {
    Host host = requirePorts && port.port() != 0 ? new Host.Fixed(port.port()) : new Host.Dynamic();
    return new PortRequest(
        index,
        host,
        Optional.empty(),
        port.port(),
        port.port(),
        protocols(port.protocol()),
        port.name(),
        port.labels(),
        List.of());
  }

  static PortRequest of(int index, PortMapping port) {
    return new PortRequest(
        index,
        port.hostPort().map(PortRequest::host).orElseGet(Host.None::new),
        Optional.of(port.containerPort()),
        port.containerPort(),
        port.servicePort(),
        protocols(port.protocol()),
        port.name(),
        port.labels(),
        port.networkNames());
  }

  private static Host host(int port) {
    return port == 0 ? new Host.Dynamic() : new Host.Fixed(port);
  }

  private static List<String> protocols(String protocol) {
    return List.of(protocol.split(",", -1));
  }
}
