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
 * nodes that use the same store. Without contacts a node begins as soon as the lease can be had.
 * With contacts it asks them first and begins only after they did not answer for {@link #PATIENCE}
 * and the lease can be had: the nodes of a crashed cluster are gone, those of a living one answer.
 *
 * <p>With a seed node of another store it never begins: somebody meant it to join that one, and one
 * of the two settings is wrong.
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

  /** Of a seed node, for the operator. */
  static final String FOREIGN =
      "it uses another store than this node; correct store.url or cluster.seed-nodes";

  /**
   * What can be seen.
   *
   * @param row of the lease; absent if there never was one
   * @param taken whether its holder may still lead
   */
  record Sight(
      Optional<LeaseRow> row, boolean taken, Seeds seeds, Admission admission, long nanos) {}

  /**
   * The configured nodes besides this one.
   *
   * @param ours those that use the same store
   * @param silent those of which that is not known
   * @param foreign those that use another one
   */
  record Seeds(Set<String> ours, Set<String> silent, Set<String> foreign) {}

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
    var contacts = contacts(self, sight.row(), sight.seeds().ours());
    var seeds = sight.seeds();
    if (contacts.isEmpty() && seeds.silent().isEmpty() && seeds.foreign().isEmpty()) {
      return new Next(
          sight.taken()
              ? new Step.Wait(Optional.of("waiting for the lease of an earlier run to end"))
              : new Step.Begin(),
          this);
    }
    boolean changed = firstNanos.isEmpty() || !contacts.equals(asked);
    if (changed || passed(askedNanos, ASK_AGAIN, sight.nanos())) {
      var first = changed ? Optional.of(sight.nanos()) : firstNanos;
      return new Next(
          contacts.isEmpty() ? waiting(seeds) : new Step.Ask(contacts),
          new FormationRules(self, Optional.of(sight.nanos()), first, contacts));
    }
    boolean alone = !sight.taken() && passed(firstNanos, PATIENCE, sight.nanos());
    return new Next(alone && seeds.foreign().isEmpty() ? new Step.Begin() : waiting(seeds), this);
  }

  private static Step waiting(Seeds seeds) {
    return new Step.Wait(
        seeds.foreign().isEmpty()
            ? Optional.empty()
            : Optional.of(
                "not joining "
                    + String.join(", ", new TreeSet<>(seeds.foreign()))
                    + ": "
                    + FOREIGN));
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
