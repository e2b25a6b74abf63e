package dev.marathon.mesos;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.Network;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.PortMapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * One port of a task: what the app asked for and what it got.
 *
 * @param requested number of the definition, or container port of the mapping; 0 if any will do
 * @param protocols {@code tcp}, {@code udp} or both
 * @param hostPort on the agent, absent if the port exists on a container network only
 * @param inside the number that the task itself listens on
 * @param networks names of container networks that the mapping is limited to; empty for all
 */
record TaskPort(
    Optional<String> name,
    int requested,
    List<String> protocols,
    Map<String, String> labels,
    Optional<Integer> hostPort,
    int inside,
    List<String> networks) {

  private static final int FIRST_UNPRIVILEGED = 1025;
  private static final int LAST = 65535;

  /** The number that the environment tells: the one others can reach. */
  int told() {
    return hostPort.orElse(inside);
  }

  /** Whether the task shares the agent's network. */
  static boolean hostNetworking(LaunchSpec launch) {
    return launch.definition().networks().stream().allMatch(n -> n.mode() == Network.Mode.HOST);
  }

  /**
   * The ports of a task in the order of the app's definition.
   *
   * @throws IllegalArgumentException if fewer host ports were allocated than are asked for
   */
  static List<TaskPort> of(LaunchSpec launch) {
    return hostNetworking(launch) ? ofDefinitions(launch) : ofMappings(launch);
  }

  private static List<TaskPort> ofDefinitions(LaunchSpec launch) {
    var allocated = new Allocated(launch);
    var ports = new ArrayList<TaskPort>();
    for (PortDefinition wanted : launch.definition().portDefinitions().orElse(List.of())) {
      int port = allocated.next();
      ports.add(
          new TaskPort(
              wanted.name(),
              wanted.port(),
              protocols(wanted.protocol()),
              wanted.labels(),
              Optional.of(port),
              port,
              List.of()));
    }
    return List.copyOf(ports);
  }

  private static List<TaskPort> ofMappings(LaunchSpec launch) {
    var allocated = new Allocated(launch);
    var mappings = launch.definition().container().flatMap(c -> c.portMappings()).orElse(List.of());
    var ports = new ArrayList<TaskPort>();
    for (PortMapping mapping : mappings) {
      Optional<Integer> host = mapping.hostPort().map(any -> allocated.next());
      int inside =
          mapping.containerPort() != 0
              ? mapping.containerPort()
              : host.orElseGet(() -> allocated.invented(mappings));
      ports.add(
          new TaskPort(
              mapping.name(),
              mapping.containerPort(),
              protocols(mapping.protocol()),
              mapping.labels(),
              host,
              inside,
              mapping.networkNames()));
    }
    return List.copyOf(ports);
  }

  private static List<String> protocols(String listed) {
    return List.of(listed.split(","));
  }

  /** Hands out the host ports of a launch, and invents numbers for ports inside a container. */
  private static final class Allocated {
    private final LaunchSpec launch;
    private final Set<Integer> invented = new HashSet<>();
    private int taken;

    Allocated(LaunchSpec launch) {
      this.launch = launch;
    }

    int next() {
      var ports = launch.placement().ports();
      if (taken >= ports.size()) {
        throw new IllegalArgumentException(
            launch.taskId() + " asks for more host ports than the " + ports.size() + " allocated");
      }
      return ports.get(taken++);
    }

    /** As good as random, but the same for the same task: nothing here may depend on chance. */
    int invented(List<PortMapping> mappings) {
      var crc = new CRC32C();
      crc.update(launch.taskId().toString().getBytes(StandardCharsets.UTF_8));
      int range = LAST - FIRST_UNPRIVILEGED + 1;
      int offset = (int) (crc.getValue() % range);
      while (true) {
        int port = FIRST_UNPRIVILEGED + offset;
        boolean free =
            !launch.placement().ports().contains(port)
                && mappings.stream().noneMatch(m -> m.containerPort() == port);
        if (free && invented.add(port)) {
          return port;
        }
        offset = (offset + 1) % range;
      }
    }
  }
}
