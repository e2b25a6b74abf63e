package dev.marathon.scheduler;

import dev.marathon.base.InstanceId;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one app lacks, as its ledger said last.
 *
 * @param revision grows with everything that makes it another demand
 * @param triedUpTo all offers up to this arrival were tried for this revision
 * @param served number of the last round in which it was looked at: who waited longest comes first
 * @param proposed whether proposals wait for the ledger's answer; until then nothing is added
 * @param notBefore end of the back-off, or of a pause for a busy ledger
 * @param since when the app began to lack something
 */
public record OpenDemand(
    Demand demand,
    long revision,
    long triedUpTo,
    long served,
    boolean proposed,
    Optional<Instant> notBefore,
    Instant since) {

  String role() {
    return demand.definition().role();
  }

  boolean ready(Instant now) {
    return notBefore.isEmpty() || !notBefore.get().isAfter(now);
  }

  OpenDemand tried(long newTriedUpTo, long round) {
    return new OpenDemand(demand, revision, newTriedUpTo, round, proposed, notBefore, since);
  }

  OpenDemand withProposed(boolean now) {
    return new OpenDemand(demand, revision, triedUpTo, served, now, notBefore, since);
  }

  OpenDemand paused(Instant until) {
    Optional<Instant> later =
        notBefore.isPresent() && notBefore.get().isAfter(until) ? notBefore : Optional.of(until);
    return new OpenDemand(demand, revision, triedUpTo, served, false, later, since);
  }

  /**
   * What is left when the ledger has answered but said nothing new: neither what it took nor what
   * it refused is wanted any more.
   */
  OpenDemand answered(Set<InstanceId> proposedIds, List<Placement> accepted, long newRevision) {
    var relaunch = new ArrayList<Demand.Relaunch>();
    for (var wanted : demand.relaunch()) {
      if (!proposedIds.contains(wanted.id())) {
        relaunch.add(wanted);
      }
    }
    int again = demand.relaunch().size() - relaunch.size();
    int fresh = Math.max(0, demand.fresh() - (proposedIds.size() - again));
    var placed = new ArrayList<>(demand.placed());
    if (!demand.definition().constraints().isEmpty()) {
      placed.addAll(accepted);
    }
    var rest =
        new Demand(
            demand.appId(),
            demand.definition(),
            fresh,
            List.copyOf(relaunch),
            demand.notBefore(),
            List.copyOf(placed));
    return new OpenDemand(rest, newRevision, 0, served, false, notBefore, since);
  }
}
