package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Tasks as lines of tabs: app, service port, and {@code host:port} of each running task. Load
 * balancers are fed from this form since the first Marathon.
 */
final class Endpoints {

  private Endpoints() {}

  static List<String> lines(JsonNode answer) {
    var lines = new TreeMap<String, List<String>>();
    for (var task : answer.path("tasks")) {
      if (!task.path("state").asText().equals("TASK_RUNNING")) {
        continue;
      }
      var app = task.path("appId").asText().substring(1).replace('/', '_');
      var services = task.path("servicePorts");
      if (services.isEmpty()) {
        add(lines, app + "\t \t", task.path("host").asText());
      }
      for (int i = 0; i < services.size(); i++) {
        add(
            lines,
            app + "\t" + services.get(i).asInt() + "\t",
            task.path("host").asText() + ":" + task.path("ports").path(i).asInt());
      }
    }
    var text = new ArrayList<String>();
    lines.forEach((start, places) -> text.add(start + String.join("\t", places)));
    return text.stream().map(line -> line.replaceAll("[\\p{Cntrl}&&[^\t]]", "")).toList();
  }

  private static void add(TreeMap<String, List<String>> lines, String start, String place) {
    lines.computeIfAbsent(start, none -> new ArrayList<>()).add(place);
  }
}
