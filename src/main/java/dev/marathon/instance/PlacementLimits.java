package dev.marathon.instance;

import dev.marathon.spec.Constraint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guards the constraints that a launch can break because another one came first: UNIQUE, MAX_PER
 * and CLUSTER without a value. What an offer alone decides, and GROUP_BY, which only balances, are
 * the scheduler's.
 */
final class PlacementLimits {

  private final List<Constraint> limiting;
  private final Map<Constraint, Map<String, Integer>> counts = new HashMap<>();

  PlacementLimits(List<Constraint> constraints, Collection<Placement> placed) {
    limiting = constraints.stream().filter(PlacementLimits::limits).toList();
    limiting.forEach(constraint -> counts.put(constraint, new HashMap<>()));
    if (!limiting.isEmpty()) {
      placed.forEach(this::count);
    }
  }

  private static boolean limits(Constraint constraint) {
    return switch (constraint.operator()) {
      case UNIQUE, MAX_PER -> true;
      case CLUSTER -> constraint.value().isEmpty();
      case GROUP_BY, LIKE, UNLIKE, IS -> false;
    };
  }

  /** Counts the placement in if no limit is against it. */
  boolean take(Placement placement) {
    if (!limiting.stream().allMatch(constraint -> allows(constraint, placement))) {
      return false;
    }
    count(placement);
    return true;
  }

  private boolean allows(Constraint constraint, Placement placement) {
    var byValue = counts.get(constraint);
    var value = placement.value(constraint.field());
    if (value.isEmpty()) {
      return false;
    }
    int same = byValue.getOrDefault(value.get(), 0);
    return switch (constraint.operator()) {
      case UNIQUE -> same == 0;
      case MAX_PER -> same < max(constraint);
      case CLUSTER -> byValue.isEmpty() || same > 0;
      case GROUP_BY, LIKE, UNLIKE, IS -> true;
    };
  }

  private static int max(Constraint constraint) {
    return constraint.value().map(Integer::parseInt).orElse(Integer.MAX_VALUE);
  }

  private void count(Placement placement) {
    for (var constraint : limiting) {
      placement
          .value(constraint.field())
          .ifPresent(value -> counts.get(constraint).merge(value, 1, Integer::sum));
    }
  }
}
