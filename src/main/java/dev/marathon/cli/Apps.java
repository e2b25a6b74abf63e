package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How apps and tasks are shown to people. */
final class Apps {

  private Apps() {}

  /**
   * Status of an app in one word.
   *
   * @param queue entry of {@code /v2/queue} by app
   */
  static Table.Cell status(JsonNode app, Map<String, JsonNode> queue) {
    var waiting = queue.get(app.path("id").asText());
    if (waiting != null && !waiting.path("delay").path("overdue").asBoolean(true)) {
      return Table.Cell.of("delayed", Style.RED);
    }
    if (app.path("deployments").size() > 0) {
      return Table.Cell.of("deploying", Style.CYAN);
    }
    if (waiting != null) {
      return Table.Cell.of("waiting", Style.YELLOW);
    }
    return app.path("instances").asInt() == 0 && app.path("tasksRunning").asInt() == 0
        ? Table.Cell.of("suspended", Style.DIM)
        : Table.Cell.of("running", Style.GREEN);
  }

  static Map<String, JsonNode> queue(JsonNode answer) {
    var queue = new HashMap<String, JsonNode>();
    answer.path("queue").forEach(one -> queue.put(one.path("app").path("id").asText(), one));
    return queue;
  }

  /** Why instances wait, by number of agents. */
  static List<String> reasons(JsonNode waiting) {
    var lines = new ArrayList<String>();
    lines.add(waiting.path("count").asInt() + " instances wait");
    int delay = waiting.path("delay").path("timeLeftSeconds").asInt();
    if (delay > 0) {
      lines.add("next try in " + delay + " s, because the last ones failed");
    }
    var summary = waiting.path("processedOffersSummary");
    if (summary.path("processedOffersCount").asInt() == 0) {
      lines.add("no offer was looked at yet");
    }
    for (var reason : summary.path("rejectSummaryLastOffers")) {
      int declined = reason.path("declined").asInt();
      if (declined > 0) {
        lines.add(
            "%-24s %d of %d agents"
                .formatted(
                    reason.path("reason").asText(), declined, reason.path("processed").asInt()));
      }
    }
    return lines;
  }

  static Table table(JsonNode answer, Map<String, JsonNode> queue) {
    var table = new Table("ID", "STATUS", "RUNNING", "HEALTHY", "CPUS", "MEM", "VERSION");
    for (var app : answer.path("apps")) {
      table.row(
          app.path("id").asText(),
          status(app, queue),
          app.path("tasksRunning").asInt() + "/" + app.path("instances").asInt(),
          health(app),
          number(app.path("cpus")),
          number(app.path("mem")),
          app.path("version").asText());
    }
    return table;
  }

  private static Table.Cell health(JsonNode app) {
    if (app.path("healthChecks").size() == 0) {
      return Table.Cell.of("-");
    }
    int unhealthy = app.path("tasksUnhealthy").asInt();
    var text = app.path("tasksHealthy").asInt() + "/" + app.path("instances").asInt();
    return unhealthy > 0
        ? Table.Cell.of(text + " (" + unhealthy + " unhealthy)", Style.RED)
        : Table.Cell.of(text);
  }

  /** Without a fraction that is zero. */
  static String number(JsonNode number) {
    return number.decimalValue().stripTrailingZeros().toPlainString();
  }

  static Table tasks(JsonNode answer) {
    var table = new Table("TASK", "STATE", "HEALTH", "HOST", "PORTS", "STARTED", "VERSION");
    for (var task : answer.path("tasks")) {
      var state = task.path("state").asText();
      table.row(
          task.path("id").asText(),
          Table.Cell.of(
              state.replace("TASK_", "").toLowerCase(java.util.Locale.ROOT),
              state.equals("TASK_RUNNING") ? Style.GREEN : Style.YELLOW),
          alive(task),
          task.path("host").asText(),
          joined(task.path("ports")),
          task.path("startedAt").asText("-"),
          task.path("version").asText());
    }
    return table;
  }

  private static Table.Cell alive(JsonNode task) {
    if (task.path("healthCheckResults").size() == 0) {
      return Table.Cell.of("-");
    }
    boolean alive =
        StreamSupport.stream(task.path("healthCheckResults").spliterator(), false)
            .allMatch(result -> result.path("alive").asBoolean());
    return alive ? Table.Cell.of("ok", Style.GREEN) : Table.Cell.of("failing", Style.RED);
  }

  private static String joined(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(","));
  }

  /** Blocks of the historical client's {@code list}. */
  static List<String> legacy(JsonNode answer) {
    var lines = new ArrayList<String>();
    for (var app : answer.path("apps")) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      legacy(lines, "App ID", app.path("id").asText().substring(1));
      legacy(lines, "Command", app.path("cmd").asText());
      legacy(lines, "Instances", app.path("instances").asText());
      legacy(lines, "CPUs", app.path("cpus").asText());
      legacy(lines, "Memory", app.path("mem").asText() + " MB");
      app.path("fetch").forEach(artifact -> legacy(lines, "URI", artifact.path("uri").asText()));
      app.path("env")
          .properties()
          .forEach(
              variable ->
                  legacy(lines, "ENV", variable.getKey() + "=" + variable.getValue().asText()));
      app.path("constraints")
          .forEach(constraint -> legacy(lines, "Constraint", joined(constraint).replace(',', ':')));
    }
    return lines.isEmpty() ? List.of("No apps currently running") : lines;
  }

  private static void legacy(List<String> lines, String label, String value) {
    lines.add("%-12s%s".formatted(label + ":", Plain.line(value)));
  }
}
