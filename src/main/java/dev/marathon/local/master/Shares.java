package dev.marathon.local.master;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who holds how much, for fair sharing by dominant share (DRF).
 *
 * <p>A holder's share is the largest of its parts of all cpus, memory, disk and gpus. Roles form a
 * tree: siblings are compared by the share of their whole subtree, and a role that has children
 * stands among them with what its own frameworks hold. Ties go to the one chosen less often so far,
 * then to the name that sorts first, as in Mesos.
 */
final class Shares {
  private static final String[] NAMES = {"cpus", "mem", "disk", "gpus"};

  private static final class Held {
    final long[] milli = new long[NAMES.length];
    long times;
  }

  private final long[] total = new long[NAMES.length];
  private final Map<String, Held> subtrees = new HashMap<>();
  private final Map<String, Held> roles = new HashMap<>();
  private final Map<String, Map<String, Held>> frameworks = new HashMap<>();

  void agentAdded(Resources resources) {
    change(total, resources, 1);
  }

  void agentRemoved(Resources resources) {
    change(total, resources, -1);
  }

  /** The framework was given resources of the role. */
  void taken(String role, String framework, Resources resources) {
    change(role, framework, resources, 1);
  }

  void returned(String role, String framework, Resources resources) {
    change(role, framework, resources, -1);
  }

  /** Counts a choice; it decides between equal shares. */
  void chosen(String role, String framework) {
    held(roles, role).times++;
    held(frameworks.computeIfAbsent(role, r -> new HashMap<>()), framework).times++;
    for (var node = role; !node.isEmpty(); node = parent(node)) {
      held(subtrees, node).times++;
    }
  }

  void forget(String role, String framework) {
    var ofRole = frameworks.get(role);
    if (ofRole != null) {
      ofRole.remove(framework);
    }
  }

  private void change(String role, String framework, Resources resources, int sign) {
    change(held(roles, role).milli, resources, sign);
    change(
        held(frameworks.computeIfAbsent(role, r -> new HashMap<>()), framework).milli,
        resources,
        sign);
    for (var node = role; !node.isEmpty(); node = parent(node)) {
      change(held(subtrees, node).milli, resources, sign);
    }
  }

  private static void change(long[] milli, Resources resources, int sign) {
    for (int i = 0; i < NAMES.length; i++) {
      milli[i] += sign * resources.milli(NAMES[i]);
    }
  }

  private static Held held(Map<String, Held> map, String key) {
    return map.computeIfAbsent(key, k -> new Held());
  }

  private static String parent(String role) {
    int slash = role.lastIndexOf('/');
    return slash < 0 ? "" : role.substring(0, slash);
  }

  /** Sorts roles, most deserving first. */
  void sortRoles(List<String> names) {
    if (names.size() > 1) {
      names.sort(this::compareRoles);
    }
  }

  /** Sorts frameworks of a role, most deserving first. */
  Comparator<String> frameworksOf(String role) {
    var ofRole = frameworks.getOrDefault(role, Map.of());
    return (a, b) -> compare(ofRole.get(a), a, ofRole.get(b), b);
  }

  double share(String role) {
    return share(subtrees.get(role));
  }

  private int compareRoles(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    var pathA = a.split("/", -1);
    var pathB = b.split("/", -1);
    int common = 0;
    while (common < pathA.length && common < pathB.length && pathA[common].equals(pathB[common])) {
      common++;
    }
    return compare(node(a, pathA, common), a, node(b, pathB, common), b);
  }

  /**
   * The node where the paths part; the role itself without its children if the other is below it.
   */
  private Held node(String role, String[] path, int common) {
    return common == path.length
        ? roles.get(role)
        : subtrees.get(String.join("/", List.of(path).subList(0, common + 1)));
  }

  private int compare(Held a, String nameA, Held b, String nameB) {
    int byShare = Double.compare(share(a), share(b));
    if (byShare != 0) {
      return byShare;
    }
    int byTimes = Long.compare(a == null ? 0 : a.times, b == null ? 0 : b.times);
    return byTimes != 0 ? byTimes : nameA.compareTo(nameB);
  }

  private double share(Held held) {
    if (held == null) {
      return 0;
    }
    double share = 0;
    for (int i = 0; i < NAMES.length; i++) {
      if (total[i] > 0) {
        share = Math.max(share, (double) held.milli[i] / total[i]);
      }
    }
    return share;
  }
}
