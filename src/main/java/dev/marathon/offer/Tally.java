package dev.marathon.offer;

import dev.marathon.base.AppId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what one demand did with the agents of a round, and keeps the reasons of the first. */
final class Tally {

  private final Budget budget;
  private final int mostExplained;
  private final int[] declined = new int[RejectReason.values().length];
  private final List<RoundResult.Unused> unused = new ArrayList<>();
  private final Set<Agent> used = new HashSet<>();
  private int processed;

  Tally(Budget budget, int mostExplained) {
    this.budget = budget;
    this.mostExplained = mostExplained;
  }

  /** Whether all reasons of the next declined agent are wanted. */
  boolean explaining() {
    return unused.size() < mostExplained && budget.left() > 0;
  }

  void used(Agent agent) {
    processed++;
    used.add(agent);
  }

  /** An agent that this demand filled up is no unused offer. */
  boolean usedBefore(Agent agent) {
    return !used.isEmpty() && used.contains(agent);
  }

  void declined(Agent agent, RejectReason first) {
    int offers = agent.offers().size();
    processed += offers;
    declined[first.ordinal()] += offers;
  }

  void explained(Agent agent, List<NoMatch> reasons) {
    declined(agent, reasons.get(0).reason());
    budget.spend();
    unused.add(new RoundResult.Unused(agent.offer(), List.copyOf(reasons)));
  }

  RoundResult.DemandReport report(AppId appId, int launched, int open, boolean settled) {
    Map<RejectReason, Integer> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : RejectReason.values()) {
      if (declined[reason.ordinal()] > 0) {
        byReason.put(reason, declined[reason.ordinal()]);
      }
    }
    return new RoundResult.DemandReport(
        appId, launched, open, processed, Map.copyOf(byReason), List.copyOf(unused), settled);
  }

  /** How many explanations all demands of a round may still keep. */
  static final class Budget {
    private int left;

    Budget(int left) {
      this.left = left;
    }

    int left() {
      return left;
    }

    void spend() {
      left--;
    }
  }
}
