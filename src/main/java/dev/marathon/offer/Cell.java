package dev.marathon.offer;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToIntFunction;

/**
 * Agents that are equal to a demand's GROUP_BY constraints, in the order in which the demand tries
 * them: first those without an instance of the app, then by the number of instances there. An agent
 * that did not fit is never offered again, since in a round things only get tighter; so a demand
 * looks at each agent once, and once more for each launch.
 */
final class Cell implements Comparable<Cell> {

  private final int order;
  private final List<Agent> fresh;
  private final int start;
  private final ToIntFunction<Agent> already;
  private PriorityQueue<Visited> visited; // Made when needed: there may be a cell per agent.
  private Agent again;
  private int seen;
  private int visits;
  private int instances;

  /**
   * @param order breaks ties between cells
   * @param fresh shared between demands, not changed
   * @param start index of the agent to begin with
   * @param already instances of the app on an agent before the round
   */
  Cell(int order, List<Agent> fresh, int start, ToIntFunction<Agent> already, int instances) {
    this.order = order;
    this.fresh = fresh;
    this.start = start;
    this.already = already;
    this.instances = instances;
  }

  /** Any agent of the cell: they have the same values of the grouping fields. */
  Agent sample() {
    return fresh.get(0);
  }

  List<Agent> agents() {
    return fresh;
  }

  /** The agent to try next; null if none is left. */
  Agent next() {
    if (again != null) {
      Agent agent = again;
      again = null;
      return agent;
    }
    while (seen < fresh.size()) {
      Agent agent = fresh.get((start + seen++) % fresh.size());
      int there = already.applyAsInt(agent);
      if (there == 0) {
        return agent;
      }
      visit(agent, there);
    }
    Visited least = visited == null ? null : visited.poll();
    return least == null ? null : least.agent();
  }

  /**
   * @param there instances of the app on the agent, now that one more is
   */
  void launched(Agent agent, int there, boolean stay) {
    instances++;
    if (stay) {
      again = agent;
    } else {
      visit(agent, there);
    }
  }

  private void visit(Agent agent, int there) {
    if (visited == null) {
      visited = new PriorityQueue<>();
    }
    visited.add(new Visited(there, visits++, agent));
  }

  @Override
  public int compareTo(Cell other) {
    int byInstances = Integer.compare(instances, other.instances);
    return byInstances != 0 ? byInstances : Integer.compare(order, other.order);
  }

  private record Visited(int there, int order, Agent agent) implements Comparable<Visited> {
    @Override
    public int compareTo(Visited other) {
      int byInstances = Integer.compare(there, other.there);
      return byInstances != 0 ? byInstances : Integer.compare(order, other.order);
    }
  }
}
