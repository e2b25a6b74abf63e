package dev.marathon.spec;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects violations, one entry for each path. Keeps the first hundred paths. */
final class Violations {

  static final int LIMIT = 100;
  static final int MAX_PATH = 2 * Ids.MAX_LENGTH;

  private final Map<String, Set<String>> found = new LinkedHashMap<>();

  void add(String at, String... errors) {
    String cut = at.length() > MAX_PATH ? at.substring(0, MAX_PATH) : at;
    String path = cut.isEmpty() ? "/" : cut;
    if (found.size() < LIMIT || found.containsKey(path)) {
      found.computeIfAbsent(path, p -> new LinkedHashSet<>()).addAll(List.of(errors));
    }
  }

  /** Adds the error unless the rule holds. */
  void require(boolean holds, String path, String error) {
    if (!holds) {
      add(path, error);
    }
  }

  /** Adds what is wrong inside an object that lies at {@code prefix}. */
  void addAll(String prefix, List<Violation> inner) {
    for (var violation : inner) {
      var moved = violation.under(prefix);
      add(moved.path(), moved.errors().toArray(String[]::new));
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  boolean none(String path) {
    return !found.containsKey(path);
  }

  List<Violation> list() {
    return found.entrySet().stream()
        .map(entry -> new Violation(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }
}
