package dev.marathon.offer;

import dev.marathon.offer.MatchSettings.Placing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All agents that offer to one role, in the order in which demands try them. */
final class RolePool {

  static final RolePool EMPTY = new RolePool(List.of());

  private final List<Agent> agents;
  private final Map<List<String>, List<List<Agent>>> groupings = new HashMap<>();
  private int begun;

  private RolePool(List<Agent> agents) {
    this.agents = agents;
  }

  /** The emptiest first for spreading, the fullest first for packing; equals in random order. */
  static RolePool of(List<Agent> agents, Placing placing, Dice dice) {
    var ranked = new ArrayList<Ranked>(agents.size());
    long mostCpus = 1;
    long mostMem = 1;
    for (Agent agent : agents) {
      mostCpus = Math.max(mostCpus, agent.left("cpus"));
      mostMem = Math.max(mostMem, agent.left("mem"));
    }
    for (Agent agent : agents) {
      double room =
          Math.min((double) agent.left("cpus") / mostCpus, (double) agent.left("mem") / mostMem);
      ranked.add(new Ranked(agent, room));
    }
    dice.shuffle(ranked);
    ranked.sort(
        switch (placing) {
          case SPREAD -> Comparator.comparingDouble(Ranked::room).reversed();
          case PACK -> Comparator.comparingDouble(Ranked::room);
        });
    return new RolePool(ranked.stream().map(Ranked::agent).toList());
  }

  List<Agent> agents() {
    return agents;
  }

  /** Agents by their values of these fields, in the pool's order; made once per round. */
  List<List<Agent>> grouped(List<String> fields) {
    if (fields.isEmpty()) {
      return agents.isEmpty() ? List.of() : List.of(agents);
    }
    return groupings.computeIfAbsent(fields, this::group);
  }

  /** Each demand of a spreading round begins with another agent. */
  int nextStart() {
    return begun++;
  }

  private List<List<Agent>> group(List<String> fields) {
    var groups = new LinkedHashMap<List<String>, List<Agent>>();
    for (Agent agent : agents) {
      var key = new ArrayList<String>(fields.size());
      fields.forEach(field -> key.add(agent.value(field)));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(agent);
    }
    return List.copyOf(groups.values());
  }

  private record Ranked(Agent agent, double room) {}
}
