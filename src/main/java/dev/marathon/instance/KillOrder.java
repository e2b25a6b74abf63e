package dev.marathon.instance;

import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.KillSelection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which instances go when there are too many: first those that keep the groups of GROUP_BY
 * constraints even, then those that do least: without a living task, unreachable, staging,
 * starting, running. Equals go by age as {@code killSelection} says; an unknown age goes first.
 *
 * <p>Source: Marathon's scale check. There instances that wait to be started come last, so that a
 * crashed one outlives a running one; here they come first.
 */
final class KillOrder {

  private KillOrder() {}

  /**
   * @param candidates instances of the definition, at least {@code count}
   */
  static List<Instance> select(
      Collection<Instance> candidates, int count, AppDefinition definition) {
    var sorted = new ArrayList<>(candidates);
    sorted.sort(order(definition.killSelection()));
    if (count >= sorted.size()) {
      return sorted;
    }
    var chosen = new ArrayList<>(EvenGroups.select(sorted, count, definition.constraints()));
    var taken = new HashSet<>(chosen);
    for (int i = 0; chosen.size() < count; i++) {
      if (!taken.contains(sorted.get(i))) {
        chosen.add(sorted.get(i));
      }
    }
    return chosen;
  }

  private static Comparator<Instance> order(KillSelection selection) {
    Comparator<Instant> byAge =
        switch (selection) {
          case YOUNGEST_FIRST -> Comparator.reverseOrder();
          case OLDEST_FIRST -> Comparator.naturalOrder();
        };
    return Comparator.comparingInt(KillOrder::rank)
        .thenComparing(KillOrder::hasAge)
        .thenComparing(i -> age(i).orElse(Instant.EPOCH), byAge)
        .thenComparing(i -> i.id().uuid());
  }

  private static int rank(Instance instance) {
    if (instance.killReason().isPresent()) {
      return 0;
    }
    return switch (instance.condition()) {
      case KILLING, FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN -> 0;
      case UNREACHABLE, UNREACHABLE_INACTIVE -> 1;
      case PROVISIONED, STAGING -> 2;
      case STARTING -> 3;
      case RUNNING -> 4;
    };
  }

  private static boolean hasAge(Instance instance) {
    return age(instance).isPresent();
  }

  private static Optional<Instant> age(Instance instance) {
    return switch (instance.condition()) {
      case RUNNING -> instance.startedAt();
      case PROVISIONED, STAGING, STARTING -> Optional.of(instance.stagedAt());
      case KILLING,
          FINISHED,
          KILLED,
          FAILED,
          ERROR,
          GONE,
          DROPPED,
          UNKNOWN,
          UNREACHABLE,
          UNREACHABLE_INACTIVE ->
          Optional.of(instance.since());
    };
  }
}
