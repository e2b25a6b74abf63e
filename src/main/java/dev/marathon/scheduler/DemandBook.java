package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.instance.Demand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * All open demand.
 *
 * @param later apps that wait for the end of a back-off, soonest first
 * @param ready how many apps of a role may be launched now
 * @param free how many of these have no proposals under way
 * @param revisions number of the latest revision of any demand
 */
record DemandBook(
    PMap<AppId, OpenDemand> open,
    PSortedSet<Later> later,
    PMap<String, Integer> ready,
    PMap<String, Integer> free,
    long revisions) {

  static final DemandBook EMPTY =
      new DemandBook(
          HashTreePMap.empty(), TreePSet.empty(), HashTreePMap.empty(), HashTreePMap.empty(), 0);

  /** An app that may be launched again at a time. */
  record Later(Instant at, AppId appId) implements Comparable<Later> {
    private static final Comparator<Later> ORDER =
        Comparator.comparing(Later::at).thenComparing(Later::appId);

    @Override
    public int compareTo(Later other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * The newest demand of an app replaces the one before.
   *
   * @param underWay whether a ledger has yet to answer about launches of the app
   */
  DemandBook announce(Demand demand, boolean underWay, Instant now) {
    OpenDemand before = open.get(demand.appId());
    if (demand.count() <= 0) {
      return minus(before);
    }
    Instant since = before == null ? now : before.since();
    long served = before == null ? 0 : before.served();
    var next =
        new OpenDemand(demand, revisions + 1, 0, served, underWay, demand.notBefore(), since);
    return minus(before).nextRevision().plus(next, now);
  }

  /** Changes an app's demand if it is still open. */
  DemandBook update(AppId appId, Instant now, UnaryOperator<OpenDemand> change) {
    OpenDemand before = open.get(appId);
    if (before == null) {
      return this;
    }
    OpenDemand after = change.apply(before);
    return after.demand().count() <= 0 ? minus(before) : minus(before).plus(after, now);
  }

  DemandBook nextRevision() {
    return new DemandBook(open, later, ready, free, revisions + 1);
  }

  Optional<OpenDemand> get(AppId appId) {
    return Optional.ofNullable(open.get(appId));
  }

  /** Roles whose apps came out of their back-off. */
  Woken wake(Instant now) {
    DemandBook book = this;
    var roles = new ArrayList<String>();
    while (!book.later.isEmpty() && !book.later.first().at().isAfter(now)) {
      OpenDemand demand = book.open.get(book.later.first().appId());
      book = book.minus(demand).plus(demand, now);
      roles.add(demand.role());
    }
    return new Woken(book, roles);
  }

  Optional<Instant> nextWake() {
    return later.isEmpty() ? Optional.empty() : Optional.of(later.first().at());
  }

  boolean wanted(String role) {
    return ready.containsKey(role);
  }

  /** Whether a ready demand of the role has no proposals under way. */
  boolean unmet(String role) {
    return free.containsKey(role);
  }

  /** When the soonest of the role's apps may be launched, if it is not before that time. */
  Optional<Instant> soonest(String role, Instant until) {
    for (Later waiting : later) {
      if (waiting.at().isAfter(until)) {
        return Optional.empty();
      }
      if (open.get(waiting.appId()).role().equals(role)) {
        return Optional.of(waiting.at());
      }
    }
    return Optional.empty();
  }

  /** Demands for the next round, the longest waiting first. */
  List<OpenDemand> forRound(Instant now, long newestArrival) {
    var list = new ArrayList<OpenDemand>();
    for (OpenDemand demand : open.values()) {
      if (!demand.proposed() && demand.triedUpTo() < newestArrival && demand.ready(now)) {
        list.add(demand);
      }
    }
    list.sort(Comparator.comparingLong(OpenDemand::served).thenComparing(d -> d.demand().appId()));
    return list;
  }

  private DemandBook minus(OpenDemand demand) {
    if (demand == null) {
      return this;
    }
    AppId appId = demand.demand().appId();
    Optional<Later> waiting =
        demand.notBefore().map(at -> new Later(at, appId)).filter(later::contains);
    if (waiting.isPresent()) {
      return new DemandBook(open.minus(appId), later.minus(waiting.get()), ready, free, revisions);
    }
    return new DemandBook(
        open.minus(appId),
        later,
        counted(ready, demand.role(), -1),
        demand.proposed() ? free : counted(free, demand.role(), -1),
        revisions);
  }

  private DemandBook plus(OpenDemand demand, Instant now) {
    AppId appId = demand.demand().appId();
    if (!demand.ready(now)) {
      var waiting = new Later(demand.notBefore().orElseThrow(), appId);
      return new DemandBook(open.plus(appId, demand), later.plus(waiting), ready, free, revisions);
    }
    return new DemandBook(
        open.plus(appId, demand),
        later,
        counted(ready, demand.role(), 1),
        demand.proposed() ? free : counted(free, demand.role(), 1),
        revisions);
  }

  private static PMap<String, Integer> counted(
      PMap<String, Integer> counts, String role, int change) {
    int count = counts.getOrDefault(role, 0) + change;
    return count > 0 ? counts.plus(role, count) : counts.minus(role);
  }

  record Woken(DemandBook book, List<String> roles) {}
}
