package dev.marathon.offer;

import dev.marathon.base.Context;
import dev.marathon.offer.RoundInput.Held;
import dev.marathon.offer.RoundInput.Wanted;
import dev.marathon.offer.RoundResult.AgentLaunches;
import dev.marathon.offer.RoundResult.DemandReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A round of matching: all offers in hand against all open demands.
 *
 * <p>The offers of one agent and role are joined. The demands take turns; in each turn a demand
 * launches one instance on the first agent that fits, in an order that spreads or packs, until it
 * is satisfied, or no agent is left for it, or the round has its number of launches. As resources
 * only get fewer and constraints only tighter, an agent that did not fit once is not looked at
 * again by that demand, so a round costs at most offers times demands checks, and usually about as
 * many as launches.
 *
 * <p>It can be run in slices, so that a large round does not hold up more urgent work. Everything
 * follows from the input and the context: the same seed gives the same result.
 */
public final class MatchRound {

  /** Bound of the memory of a round: a GROUP_BY hostname has a cell per agent. */
  private static final int MAX_CELLS = 1_000_000;

  private final RoundInput input;
  private final RoundTools tools;
  private final Map<AgentKey, Agent> agents = new LinkedHashMap<>();
  private final List<DemandTurn> turns = new ArrayList<>();
  private final Deque<DemandTurn> queue = new ArrayDeque<>();
  private int launches;

  private MatchRound(RoundInput input, Context context) {
    this.input = input;
    this.tools = new RoundTools(context, input);
    join();
    var pools = pools();
    int cells = 0;
    for (Wanted wanted : input.wanted()) {
      if (wanted.demand().count() > 0 && cells < MAX_CELLS) {
        String role = wanted.demand().definition().role();
        var turn = new DemandTurn(wanted, pools.getOrDefault(role, RolePool.EMPTY), tools);
        cells += turn.cells();
        turns.add(turn);
      }
    }
    queue.addAll(turns);
  }

  /** Demands without a report had no turn: they are for the next round. */
  public static MatchRound of(RoundInput input, Context context) {
    return new MatchRound(input, context);
  }

  /** The whole round at once. */
  public static RoundResult run(RoundInput input, Context context) {
    var round = new MatchRound(input, context);
    round.advance(Long.MAX_VALUE);
    return round.result();
  }

  /**
   * Goes on until the round is done or about that many agents were looked at.
   *
   * @return whether the round is done
   */
  public boolean advance(long checks) {
    long end = checks > Long.MAX_VALUE - tools.checks() ? Long.MAX_VALUE : tools.checks() + checks;
    while (!done() && tools.checks() < end) {
      DemandTurn turn = queue.poll();
      tools.check();
      if (turn.launchOne()) {
        launches++;
        if (!turn.satisfied()) {
          queue.add(turn);
        }
      }
    }
    return done();
  }

  /** Of a round that is done. */
  public RoundResult result() {
    var reports = new ArrayList<DemandReport>(turns.size());
    turns.forEach(turn -> reports.add(turn.report()));
    var used = new ArrayList<AgentLaunches>();
    for (Agent agent : agents.values()) {
      if (!agent.launches().isEmpty()) {
        used.add(
            new AgentLaunches(
                agent.offer().agentId(),
                agent.offer().allocationRole(),
                agent.offers().stream().map(Offer::id).toList(),
                agent.launches()));
      }
    }
    return new RoundResult(used, reports);
  }

  private boolean done() {
    return queue.isEmpty() || launches >= input.settings().launchesPerRound();
  }

  private void join() {
    for (Held held : input.offers()) {
      Offer offer = held.offer();
      agents
          .computeIfAbsent(
              new AgentKey(offer.agentId(), offer.allocationRole()), key -> new Agent())
          .add(offer, held.arrival());
    }
  }

  private Map<String, RolePool> pools() {
    var byRole = new HashMap<String, List<Agent>>();
    agents.forEach(
        (key, agent) -> byRole.computeIfAbsent(key.role(), r -> new ArrayList<>()).add(agent));
    var pools = new HashMap<String, RolePool>();
    byRole.forEach(
        (role, list) ->
            pools.put(role, RolePool.of(list, input.settings().placing(), tools.dice())));
    return pools;
  }

  /** Mesos accepts several offers at once only if agent and role are the same. */
  private record AgentKey(String agentId, String role) {}
}
