package dev.marathon.api.v2;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Parts of an app that a reader may ask for besides its definition. */
enum Embed {
  TASKS,
  COUNTS,
  DEPLOYMENTS,
  READINESS,
  LAST_TASK_FAILURE,
  TASK_STATS;

  /** What {@code GET /v2/apps} always shows. */
  static final Set<Embed> OF_LIST = Set.of(COUNTS, DEPLOYMENTS);

  /** What {@code GET /v2/apps/{id}} always shows. */
  static final Set<Embed> OF_APP = Set.of(COUNTS, TASKS, LAST_TASK_FAILURE, DEPLOYMENTS);

  /** Whether nothing shown changes by time alone: statistics count lifetimes. */
  static boolean timeless(Set<Embed> shown) {
    return !shown.contains(TASK_STATS);
  }

  /**
   * Values of {@code embed} with any prefix; unknown ones mean nothing.
   *
   * @param always shown without being asked for
   */
  static Set<Embed> of(Collection<String> values, Set<Embed> always) {
    var found = EnumSet.noneOf(Embed.class);
    found.addAll(always);
    for (String value : values) {
      for (String word : value.split(",", -1)) {
        found.addAll(named(word.strip()));
      }
    }
    return found;
  }

  private static Set<Embed> named(String value) {
    String name = value;
    for (String prefix : new String[] {"group.apps.", "apps.", "app."}) {
      name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
    return switch (name) {
      case "tasks" -> Set.of(TASKS, DEPLOYMENTS);
      case "counts" -> Set.of(COUNTS);
      case "deployments" -> Set.of(DEPLOYMENTS);
      case "readiness" -> Set.of(READINESS);
      case "lastTaskFailure" -> Set.of(LAST_TASK_FAILURE);
      case "failures" -> Set.of(TASKS, LAST_TASK_FAILURE, DEPLOYMENTS);
      case "taskStats" -> Set.of(TASK_STATS);
      default -> Set.of();
    };
  }
}
