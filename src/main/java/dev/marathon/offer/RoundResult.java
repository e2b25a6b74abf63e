package dev.marathon.offer;

import dev.marathon.base.AppId;
import java.util.List;
import java.util.Map;

/**
 * What a round of matching found.
 *
 * @param used agents with their launches; offers that are not named here are not used
 * @param reports one per demand that had a turn
 */
public record RoundResult(List<AgentLaunches> used, List<DemandReport> reports) {

  public RoundResult {
    used = List.copyOf(used);
    reports = List.copyOf(reports);
  }

  public int launches() {
    return used.stream().mapToInt(agent -> agent.launches().size()).sum();
  }

  /**
   * Launches on one agent, for one ACCEPT.
   *
   * @param offerIds all offers of the agent and role, in the order of their arrival
   */
  public record AgentLaunches(
      String agentId, String allocationRole, List<String> offerIds, List<LaunchSpec> launches) {
    public AgentLaunches {
      offerIds = List.copyOf(offerIds);
      launches = List.copyOf(launches);
    }
  }

  /**
   * How the offers looked to one app.
   *
   * @param launched found room for that many instances
   * @param open instances without room
   * @param processed offers looked at, one more for each launch
   * @param declined offers that cannot be used, by the first reason
   * @param unused the first of them, with all reasons
   * @param settled whether the same demand has nothing to gain from the same offers: false if the
   *     round ended before, or if a group waits for another one
   */
  public record DemandReport(
      AppId appId,
      int launched,
      int open,
      int processed,
      Map<RejectReason, Integer> declined,
      List<Unused> unused,
      boolean settled) {

    public int declinedInAll() {
      return declined.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * @param reasons in the order of the funnel, at least one
   */
  public record Unused(Offer offer, List<NoMatch> reasons) {
    public RejectReason first() {
      return reasons.get(0).reason();
    }
  }
}
