package dev.marathon.sim;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A host with its agent. */
final class Machine {

  static final int CPUS = 12;
  static final int FIRST_PORT = 31_000;
  static final int LAST_PORT = 31_011;

  /** How the master sees the agent. */
  enum Link {
    CONNECTED,
    /** Its connection broke; the master hopes. */
    DISCONNECTED,
    /** The master gave up: its tasks are unreachable. */
    UNREACHABLE
  }

  final String host;
  final Map<String, Task> tasks = new LinkedHashMap<>();
  String agentId;
  Link link = Link.CONNECTED;

  /** Whether the present master has heard of it. */
  boolean registered = true;

  Instant since = Instant.EPOCH;
  Optional<Instant> filteredUntil = Optional.empty();

  Machine(String host, String agentId) {
    this.host = host;
    this.agentId = agentId;
  }

  boolean reachable() {
    return registered && link == Link.CONNECTED;
  }

  int freeCpus() {
    return CPUS - tasks.values().stream().filter(Task::alive).mapToInt(Task::cpus).sum();
  }

  Set<Integer> freePorts() {
    var free = new TreeSet<Integer>();
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      free.add(port);
    }
    tasks.values().stream().filter(Task::alive).forEach(task -> free.removeAll(task.ports()));
    return free;
  }

  @Override
  public String toString() {
    return agentId + " " + link + (registered ? "" : " unregistered");
  }
}
