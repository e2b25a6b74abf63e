package dev.marathon.instance;

import dev.marathon.spec.Constraint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Picks instances to end so that the groups of all GROUP_BY constraints stay even: each time one
 * from a largest group whose removal leaves every constraint's spread (largest less smallest group)
 * at most 1 or smaller than before. May pick fewer than asked for.
 *
 * <p>Instances with the same values for all constraints form a bucket and are alike, so the work is
 * per bucket, not per instance.
 */
final class EvenGroups {

  private final List<Constraint> constraints;
  private final Map<List<String>, Deque<Instance>> buckets = new LinkedHashMap<>();
  private final List<GroupSizes> sizes = new ArrayList<>();

  private EvenGroups(List<Constraint> constraints, List<Instance> candidates) {
    this.constraints = constraints;
    for (var instance : candidates) {
      buckets.computeIfAbsent(key(instance), unused -> new ArrayDeque<>()).add(instance);
    }
    for (int i = 0; i < constraints.size(); i++) {
      var bySize = new GroupSizes();
      int constraint = i;
      buckets.forEach((key, bucket) -> bySize.add(key.get(constraint), bucket.size()));
      sizes.add(bySize);
    }
  }

  /**
   * @param candidates in the order in which equals should go
   */
  static List<Instance> select(List<Instance> candidates, int count, List<Constraint> constraints) {
    var groupings =
        constraints.stream().filter(c -> c.operator() == Constraint.Operator.GROUP_BY).toList();
    if (groupings.isEmpty()) {
      return List.of();
    }
    var groups = new EvenGroups(groupings, candidates);
    var picked = new ArrayList<Instance>();
    while (picked.size() < count && groups.pick(picked)) {
      // each pick shrinks a bucket
    }
    return picked;
  }

  private boolean pick(List<Instance> picked) {
    List<String> best = null;
    for (var key : buckets.keySet()) {
      if (keepsEven(key) && (best == null || size(key) > size(best))) {
        best = key;
      }
    }
    if (best == null) {
      return false;
    }
    var bucket = buckets.get(best);
    picked.add(bucket.removeFirst());
    if (bucket.isEmpty()) {
      buckets.remove(best);
    }
    for (int i = 0; i < best.size(); i++) {
      sizes.get(i).add(best.get(i), -1);
    }
    return true;
  }

  /** Size of the bucket's groups, those of the first constraint counting most. */
  private int size(List<String> key) {
    return sizes.get(0).of(key.get(0));
  }

  private boolean keepsEven(List<String> key) {
    for (int i = 0; i < key.size(); i++) {
      int after = sizes.get(i).spreadWithOneLess(key.get(i));
      if (after > 1 && after >= sizes.get(i).spread()) {
        return false;
      }
    }
    return true;
  }

  private List<String> key(Instance instance) {
    return constraints.stream()
        .map(constraint -> instance.placement().value(constraint.field()).orElse(""))
        .toList();
  }
}
