package dev.marathon.instance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a task was put.
 *
 * @param agentId Mesos agent id
 * @param host agent's host name
 * @param ports allocated host ports, in order of the port requests that ask for one
 * @param attributes text form of the agent's attributes (only those that the app's constraints name
 *     are kept)
 */
public record Placement(
    String agentId,
    String host,
    List<Integer> ports,
    Optional<String> region,
    Optional<String> zone,
    Map<String, String> attributes) {

  public Placement {
    ports = List.copyOf(ports);
    attributes = Map.copyOf(attributes);
  }

  /** What a constraint on the field compares; absent if the agent has no such attribute. */
  public Optional<String> value(String field) {
    return switch (field) {
      case "hostname", "@hostname" -> Optional.of(host);
      case "@region" -> region;
      case "@zone" -> zone;
      default -> Optional.ofNullable(attributes.get(field));
    };
  }
}
