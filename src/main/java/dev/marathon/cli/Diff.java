package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Differences between two definitions, field by field. */
final class Diff {

  /** What the server adds and nobody writes. */
  private static final Set<String> NOT_WRITTEN =
      Set.of(
          "version",
          "versionInfo",
          "tasks",
          "tasksStaged",
          "tasksRunning",
          "tasksHealthy",
          "tasksUnhealthy",
          "deployments",
          "lastTaskFailure",
          "readinessCheckResults",
          "taskStats");

  /**
   * A field that differs.
   *
   * @param path such as {@code env.PORT} or {@code healthChecks[0].path}
   * @param before empty: the field is new
   * @param after empty: the field goes
   */
  record Line(String path, Optional<JsonNode> before, Optional<JsonNode> after) {}

  private Diff() {}

  /** All differences, fields in the order in which the second has them. */
  static List<Line> of(JsonNode before, JsonNode after) {
    var lines = new ArrayList<Line>();
    compare("", before, after, lines);
    return lines;
  }

  /**
   * Differences in what the second one names. A field that it leaves out is the server's default
   * and not known here.
   */
  static List<Line> named(JsonNode before, JsonNode after) {
    return of(before, after).stream().filter(line -> line.after().isPresent()).toList();
  }

  private static void compare(String path, JsonNode before, JsonNode after, List<Line> lines) {
    if (same(before, after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      var names = new LinkedHashSet<String>();
      after.fieldNames().forEachRemaining(names::add);
      before.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        if (!path.isEmpty() || !NOT_WRITTEN.contains(name)) {
          field(
              path.isEmpty() ? name : path + "." + name, before.get(name), after.get(name), lines);
        }
      }
    } else if (before.isArray() && after.isArray()) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        field(path + "[" + i + "]", before.get(i), after.get(i), lines);
      }
    } else {
      lines.add(new Line(path, Optional.of(before), Optional.of(after)));
    }
  }

  private static void field(String path, JsonNode before, JsonNode after, List<Line> lines) {
    if (before == null || after == null) {
      lines.add(new Line(path, Optional.ofNullable(before), Optional.ofNullable(after)));
    } else {
      compare(path, before, after, lines);
    }
  }

  /** 1 and 1.0 are the same number. */
  private static boolean same(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue()) == 0
        : one.equals(other);
  }

  /** Lines for a terminal. */
  static List<String> shown(List<Line> lines, boolean colours) {
    var shown = new ArrayList<String>();
    for (var line : lines) {
      line.before()
          .ifPresent(
              value -> shown.add(Style.RED.of("- " + line.path() + ": " + text(value), colours)));
      line.after()
          .ifPresent(
              value -> shown.add(Style.GREEN.of("+ " + line.path() + ": " + text(value), colours)));
    }
    return shown;
  }

  private static String text(JsonNode value) {
    return Plain.line(value.isTextual() ? value.asText() : value.toString());
  }
}
