package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.offer.Offer;
import dev.marathon.offer.Offer.PortRange;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.offer.Offers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The offers that are out, and what nobody was offered yet. */
final class Pool {

  private static final int MEM = 32_768;

  /** A part of a machine that was offered. */
  record Lot(Machine machine, int cpus, Set<Integer> ports) {}

  private final Map<String, Lot> out = new LinkedHashMap<>();
  private int numbers;

  /** All that is left of the machine, if it is enough for an offer. */
  Optional<Offer> offer(Machine machine) {
    int cpus = machine.freeCpus();
    var ports = new TreeSet<>(machine.freePorts());
    for (var lot : out.values()) {
      if (lot.machine == machine) {
        cpus -= lot.cpus;
        ports.removeAll(lot.ports);
      }
    }
    if (cpus <= 0) {
      return Optional.empty();
    }
    var id = "o" + ++numbers;
    out.put(id, new Lot(machine, cpus, ports));
    return Optional.of(
        Offers.of(machine.agentId)
            .id(id)
            .host(machine.host)
            .scalar("cpus", "*", cpus)
            .scalar("mem", "*", MEM)
            .scalar("disk", "*", MEM)
            .resource(new Resource.Ranges("ports", "*", ranges(ports), Optional.empty()))
            .build());
  }

  private static List<PortRange> ranges(Set<Integer> ports) {
    var ranges = new ArrayList<PortRange>();
    for (int port : ports) {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).end() == port - 1) {
        ranges.set(last, new PortRange(ranges.get(last).begin(), port));
      } else {
        ranges.add(new PortRange(port, port));
      }
    }
    return ranges;
  }

  boolean has(String offer) {
    return out.containsKey(offer);
  }

  List<String> ids() {
    return List.copyOf(out.keySet());
  }

  Optional<Lot> take(String offer) {
    return Optional.ofNullable(out.remove(offer));
  }

  List<String> of(Machine machine) {
    return out.entrySet().stream()
        .filter(entry -> entry.getValue().machine == machine)
        .map(Map.Entry::getKey)
        .toList();
  }

  void clear() {
    out.clear();
  }

  /** Takes from a lot what a task needs; a lot has nothing twice. */
  static Lot less(Lot lot, Task task) {
    var needed = task.ports();
    assertThat(lot.ports)
        .as("ports of %s on %s are free: none is booked twice", task, lot.machine)
        .containsAll(needed);
    assertThat(lot.cpus)
        .as("cpus of %s on %s", task, lot.machine)
        .isGreaterThanOrEqualTo(task.cpus());
    var ports = new TreeSet<>(lot.ports);
    ports.removeAll(needed);
    return new Lot(lot.machine, lot.cpus - task.cpus(), ports);
  }

  /** Several offers of one machine as one; absent if they are of different machines. */
  static Optional<Lot> joined(List<Lot> lots) {
    var machine = lots.get(0).machine;
    var ports = new TreeSet<Integer>();
    int cpus = 0;
    for (var lot : lots) {
      if (lot.machine != machine) {
        return Optional.empty();
      }
      cpus += lot.cpus;
      ports.addAll(lot.ports);
    }
    return Optional.of(new Lot(machine, cpus, ports));
  }
}
