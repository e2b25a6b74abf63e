package dev.marathon.scheduler;

import dev.marathon.mesos.MesosCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Of which roles we want offers, and what Mesos was told of it. A new wish is a REVIVE, which also
 * drops all filters: the first at once, then at most one per interval for all roles together. A
 * role that wants nothing for a while is suppressed.
 *
 * @param subscribed roles that Mesos knows us by
 * @param suppressed roles of which Mesos was told to offer nothing
 * @param wishes roles with demand that may need agents which a filter hides
 * @param shut roles that the master does not have; it refuses an update that names one
 * @param quietSince since when a role that is not suppressed wants nothing
 */
record RoleInterest(
    PSet<String> subscribed,
    PSet<String> suppressed,
    PSet<String> wishes,
    PSet<String> shut,
    PMap<String, Instant> quietSince,
    Optional<Instant> lastRevive) {

  static RoleInterest of(Set<String> roles) {
    return new RoleInterest(
        HashTreePSet.from(roles),
        HashTreePSet.empty(),
        HashTreePSet.empty(),
        HashTreePSet.empty(),
        HashTreePMap.empty(),
        Optional.empty());
  }

  RoleInterest wish(String role) {
    return shut.contains(role)
        ? this
        : new RoleInterest(subscribed, suppressed, wishes.plus(role), shut, quietSince, lastRevive);
  }

  /** Mesos may not have heard the last REVIVE. */
  RoleInterest wishAgain(Set<String> roles) {
    return new RoleInterest(
        subscribed,
        suppressed,
        wishes.plusAll(roles).minusAll(shut),
        shut,
        quietSince,
        Optional.empty());
  }

  /** Mesos may not have heard the last SUPPRESS. */
  RoleInterest unsuppressed(Set<String> roles) {
    return new RoleInterest(
        subscribed, suppressed.minusAll(roles), wishes, shut, quietSince, lastRevive);
  }

  /** The master does not have these roles; the others must not wait for them. */
  RoleInterest without(Set<String> roles) {
    return new RoleInterest(
        subscribed.minusAll(roles),
        suppressed.minusAll(roles),
        wishes.minusAll(roles),
        shut.plusAll(roles),
        quietSince.minusAll(roles),
        lastRevive);
  }

  /** A master that starts anew may have other roles. */
  RoleInterest reopened() {
    return new RoleInterest(
        subscribed, suppressed, wishes, HashTreePSet.empty(), quietSince, lastRevive);
  }

  /** Tells Mesos all that it has to know of our roles. */
  MesosCall update() {
    return new MesosCall.UpdateFramework(Set.copyOf(subscribed), Set.copyOf(suppressed));
  }

  /**
   * Tells Mesos what is due.
   *
   * @param wanted whether a role has demand
   * @param unmet whether a role has demand that nothing in hand can meet
   */
  RoleInterest settle(
      Instant now,
      SchedulerSettings settings,
      Predicate<String> wanted,
      Predicate<String> unmet,
      List<SchedulerEffect> out) {
    return subscribe(out)
        .forget(wanted)
        .revive(now, settings, unmet, out)
        .suppress(now, settings, wanted, out);
  }

  Optional<Instant> nextWake(SchedulerSettings settings, Predicate<String> unmet) {
    Optional<Instant> revive =
        lastRevive.isPresent() && wishes.stream().anyMatch(unmet)
            ? lastRevive.map(at -> at.plus(settings.reviveInterval()))
            : Optional.empty();
    Optional<Instant> suppress =
        quietSince.values().stream()
            .min(Instant::compareTo)
            .map(at -> at.plus(settings.holdUnused()));
    return Times.earlier(revive, suppress);
  }

  private RoleInterest subscribe(List<SchedulerEffect> out) {
    if (subscribed.containsAll(wishes)) {
      return this;
    }
    var next =
        new RoleInterest(
            subscribed.plusAll(wishes), suppressed, wishes, shut, quietSince, lastRevive);
    out.add(new SchedulerEffect.Call(next.update()));
    return next;
  }

  /** A wish of a role without demand is over. */
  private RoleInterest forget(Predicate<String> wanted) {
    PSet<String> left = wishes;
    for (String role : wishes) {
      if (!wanted.test(role)) {
        left = left.minus(role);
      }
    }
    return new RoleInterest(subscribed, suppressed, left, shut, quietSince, lastRevive);
  }

  private RoleInterest revive(
      Instant now, SchedulerSettings settings, Predicate<String> unmet, List<SchedulerEffect> out) {
    boolean tooSoon =
        lastRevive.map(at -> now.isBefore(at.plus(settings.reviveInterval()))).orElse(false);
    Set<String> due = tooSoon ? Set.of() : Set.copyOf(wishes.stream().filter(unmet).toList());
    if (due.isEmpty()) {
      return this;
    }
    out.add(new SchedulerEffect.Call(new MesosCall.Revive(due)));
    return new RoleInterest(
        subscribed,
        suppressed.minusAll(due),
        wishes.minusAll(due),
        shut,
        quietSince,
        Optional.of(now));
  }

  private RoleInterest suppress(
      Instant now,
      SchedulerSettings settings,
      Predicate<String> wanted,
      List<SchedulerEffect> out) {
    PMap<String, Instant> quiet = quietSince;
    PSet<String> off = suppressed;
    for (String role : subscribed) {
      if (wanted.test(role) || suppressed.contains(role)) {
        quiet = quiet.minus(role);
      } else if (!quiet.containsKey(role)) {
        quiet = quiet.plus(role, now);
      } else if (!now.isBefore(quiet.get(role).plus(settings.holdUnused()))) {
        quiet = quiet.minus(role);
        off = off.plus(role);
      }
    }
    if (!off.equals(suppressed)) {
      out.add(
          new SchedulerEffect.Call(new MesosCall.Suppress(Set.copyOf(off.minusAll(suppressed)))));
    }
    return new RoleInterest(subscribed, off, wishes, shut, quiet, lastRevive);
  }
}
