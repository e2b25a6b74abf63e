package dev.marathon.cluster;

import dev.marathon.store.lease.LeaseRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a starting node asks for admission, and when it begins a cluster of its own.
 *
 * <p>Contacts are the holder of the lease, the members that its row lists and the configured seed
 * nodes. Without contacts a node begins as soon as the lease can be had. With contacts it asks them
 * first and begins only after they did not answer for {@link #PATIENCE} and the lease can be had:
 * the nodes of a crashed cluster are gone, those of a living one answer.
 *
 * <p>Between being admitted and being up a node depends on the others. If all of them are gone by
 * then it is orphaned, and goes on without them as soon as the lease can be had.
 *
 * @param self address of this node
 * @param askedNanos when it asked last; empty before
 * @param firstNanos when it asked first; empty before
 * @param asked whom
 */
record FormationRules(
    String self, Optional<Long> askedNanos, Optional<Long> firstNanos, List<String> asked) {

  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final Duration ASK_AGAIN = Duration.ofSeconds(3);

  /**
   * What can be seen.
   *
   * @param row of the lease; absent if there never was one
   * @param taken whether its holder may still lead
   * @param seeds configured
   */
  record Sight(
      Optional<LeaseRow> row, boolean taken, Set<String> seeds, Admission admission, long nanos) {}

  /** How far the node is with those that it asked. */
  enum Admission {
    NONE,
    /** It waits for another node to bring it up. */
    PENDING,
    /** Those who could are gone. */
    ORPHANED
  }

  /** What to do now. */
  sealed interface Step {
    record Ask(List<String> contacts) implements Step {}

    /** Try to get the lease, then begin, or go on without those who are gone. */
    record Begin() implements Step {}

    record Wait(Optional<String> why) implements Step {}
  }

  record Next(Step step, FormationRules rules) {}

  static FormationRules begin(String self) {
    return new FormationRules(self, Optional.empty(), Optional.empty(), List.of());
  }

  Next next(Sight sight) {
    return switch (sight.admission()) {
      case NONE -> outside(sight);
      case PENDING -> new Next(new Step.Wait(Optional.empty()), this);
      case ORPHANED ->
          new Next(
              sight.taken()
                  ? new Step.Wait(
                      Optional.of(
                          "the nodes that admitted this one are gone; waiting for the lease"))
                  : new Step.Begin(),
              this);
    };
  }

  private Next outside(Sight sight) {
    var contacts = contacts(self, sight.row(), sight.seeds());
    if (contacts.isEmpty()) {
      return new Next(
          sight.taken()
              ? new Step.Wait(Optional.of("waiting for the lease of an earlier run to end"))
              : new Step.Begin(),
          this);
    }
    boolean changed = !contacts.equals(asked);
    if (changed || passed(askedNanos, ASK_AGAIN, sight.nanos())) {
      var first = changed || firstNanos.isEmpty() ? Optional.of(sight.nanos()) : firstNanos;
      return new Next(
          new Step.Ask(contacts),
          new FormationRules(self, Optional.of(sight.nanos()), first, contacts));
    }
    return new Next(
        !sight.taken() && passed(firstNanos, PATIENCE, sight.nanos())
            ? new Step.Begin()
            : new Step.Wait(Optional.empty()),
        this);
  }

  /** Whom a node asks for admission, in order. */
  static List<String> contacts(String self, Optional<LeaseRow> row, Set<String> seeds) {
    var contacts = new TreeSet<>(seeds);
    row.map(LeaseRow::members).ifPresent(contacts::addAll);
    row.flatMap(LeaseRow::holderAddress).ifPresent(contacts::add);
    contacts.remove(self);
    return new ArrayList<>(contacts);
  }

  private static boolean passed(Optional<Long> since, Duration time, long nanos) {
    return since.isPresent() && nanos - since.get() >= time.toNanos();
  }
}
