package dev.marathon.group;

import dev.marathon.spec.AppDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Gives service ports to definitions that ask for any (0). First the ones that the app had before
 * and does not name itself, then the lowest that no app has before or after the change. Lives for
 * one decision. Source: Marathon's app definition reference, "service port assignment".
 */
final class PortAssignment {

  private final int min;
  private final int max;
  private final BitSet taken;

  /**
   * @param definitions all new definitions of the change
   */
  PortAssignment(GroupSettings settings, ServicePorts before, List<AppDefinition> definitions) {
    this.min = settings.servicePortMin();
    this.max = settings.servicePortMax();
    this.taken = before.used();
    definitions.forEach(definition -> definition.servicePorts().forEach(taken::set));
  }

  /** Empty if the pool has no port left. */
  Optional<AppDefinition> assign(AppDefinition definition, List<Integer> before) {
    var wanted = definition.servicePorts();
    if (!wanted.contains(0)) {
      return Optional.of(definition);
    }
    Deque<Integer> reusable = new ArrayDeque<>();
    for (int port : before) {
      if (port >= min && port <= max && !wanted.contains(port)) {
        reusable.add(port);
      }
    }
    var ports = new ArrayList<Integer>(wanted.size());
    for (int port : wanted) {
      int given = port != 0 ? port : reusable.isEmpty() ? lowestFree() : reusable.remove();
      if (given > max && port == 0) {
        return Optional.empty();
      }
      ports.add(given);
    }
    return Optional.of(definition.withServicePorts(ports));
  }

  private int lowestFree() {
    int port = taken.nextClearBit(min);
    taken.set(port);
    return port;
  }
}
