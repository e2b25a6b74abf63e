package dev.marathon.instance;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Sizes of the groups of one constraint, with their spread at hand. */
final class GroupSizes {

  private final Map<String, Integer> sizes = new HashMap<>();
  private final TreeMap<Integer, Integer> groupsBySize = new TreeMap<>();

  /** A group keeps counting when it is empty. */
  void add(String group, int change) {
    var before = sizes.get(group);
    int after = (before == null ? 0 : before) + change;
    sizes.put(group, after);
    if (before != null) {
      groupsBySize.computeIfPresent(before, (size, groups) -> groups == 1 ? null : groups - 1);
    }
    groupsBySize.merge(after, 1, Integer::sum);
  }

  int of(String group) {
    return sizes.getOrDefault(group, 0);
  }

  /** Largest less smallest. */
  int spread() {
    return groupsBySize.lastKey() - groupsBySize.firstKey();
  }

  /** The spread if the group had one member less. */
  int spreadWithOneLess(String group) {
    int size = of(group);
    int smallest = Math.min(groupsBySize.firstKey(), size - 1);
    boolean alone = size == groupsBySize.lastKey() && groupsBySize.get(size) == 1;
    var next = alone ? groupsBySize.lowerKey(size) : groupsBySize.lastKey();
    int largest = next == null ? size - 1 : Math.max(next, size - 1);
    return largest - smallest;
  }
}
