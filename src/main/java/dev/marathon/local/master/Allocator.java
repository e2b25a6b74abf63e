package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which framework is offered which agent: agent by agent, the role with the smallest
 * dominant share first, in it the framework with the smallest share, each gets all that it may have
 * of the agent.
 *
 * <p>What is not worth an offer (less than 0.01 cpus and less than 32 MB) stays where it is. One
 * round costs one pass over the agents with something free.
 */
final class Allocator {
  private static final long MIN_CPUS_MILLI = 10;
  private static final long MIN_MEM_MILLI = 32_000;

  private Allocator() {}

  /** An agent as far as allocation cares. */
  interface Supply {
    String id();

    /** Not allocated to any role. */
    Resources free();

    boolean gpus();

    /** Whether it is in another region than the master. */
    boolean remote();
  }

  /** A framework as far as allocation cares. */
  interface Demand {
    String id();

    /** Roles for which it wants offers now. */
    Collection<String> wantedRoles();

    Capabilities capabilities();

    /**
     * Whether the framework has refused this lately, or its offer constraints exclude the agent.
     */
    boolean refuses(String role, Supply agent, Resources resources);

    /** Whether an offer of the agent for that role is out. */
    boolean holdsOffer(String role, Supply agent);
  }

  /**
   * One future offer.
   *
   * @param resources allocated to the role
   */
  record Grant(Demand framework, String role, Supply agent, Resources resources) {}

  /**
   * One round.
   *
   * @param agents in the order in which to go through them
   * @param infinite whether offers leave the agents as they were: each framework then has one offer
   *     per agent and role
   */
  static List<Grant> round(
      Collection<? extends Supply> agents,
      Collection<? extends Demand> frameworks,
      Shares shares,
      boolean infinite) {
    var byRole = new HashMap<String, Map<String, Demand>>();
    for (var framework : frameworks) {
      for (var role : framework.wantedRoles()) {
        byRole.computeIfAbsent(role, r -> new HashMap<>()).put(framework.id(), framework);
      }
    }
    var grants = new ArrayList<Grant>();
    if (!byRole.isEmpty()) {
      var roles = new ArrayList<>(byRole.keySet());
      for (var agent : agents) {
        if (worthwhile(agent.free())) {
          oneAgent(agent, roles, byRole, shares, infinite, grants);
        }
      }
    }
    return grants;
  }

  private static void oneAgent(
      Supply agent,
      List<String> roles,
      Map<String, Map<String, Demand>> byRole,
      Shares shares,
      boolean infinite,
      List<Grant> grants) {
    var free = agent.free();
    shares.sortRoles(roles);
    for (var role : List.copyOf(roles)) {
      var demands = byRole.get(role);
      var order = new ArrayList<>(demands.keySet());
      if (order.size() > 1) {
        order.sort(shares.frameworksOf(role));
      }
      for (var id : order) {
        var framework = demands.get(id);
        var part = part(free, role, framework, agent);
        if (!worthwhile(part)
            || (infinite && framework.holdsOffer(role, agent))
            || framework.refuses(role, agent, part)) {
          continue;
        }
        var allocated = part.allocated(role);
        grants.add(new Grant(framework, role, agent, allocated));
        shares.chosen(role, id);
        if (!infinite) {
          shares.taken(role, id, allocated);
          free = free.minus(part.filter(item -> !item.hasShared()));
        }
      }
    }
  }

  /** What of the free resources this framework may have in this role. */
  private static Resources part(Resources free, String role, Demand framework, Supply agent) {
    var capabilities = framework.capabilities();
    if ((agent.gpus() && !capabilities.gpuResources())
        || (agent.remote() && !capabilities.regionAware())) {
      return Resources.NONE;
    }
    return free.filter(
        item -> {
          int reservations = item.getReservationsCount();
          return (reservations == 0
                  || Roles.reaches(item.getReservations(reservations - 1).getRole(), role))
              && (reservations < 2 || capabilities.reservationRefinement())
              && (!item.hasShared() || capabilities.sharedResources());
        });
  }

  static boolean worthwhile(Resources resources) {
    return resources.milli("cpus") >= MIN_CPUS_MILLI || resources.milli("mem") >= MIN_MEM_MILLI;
  }
}
