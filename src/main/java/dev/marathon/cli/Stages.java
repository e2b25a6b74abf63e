package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** How a running deployment is shown in one line. */
final class Stages {

  private static final int BAR = 20;

  private Stages() {}

  /**
   * For example {@code step 2/3 RestartApplication /web [=====> ] 4/8 12s}.
   *
   * @param deployment as {@code /v2/deployments} has it
   * @param app the app of its first current action; missing while there is none
   */
  static String line(JsonNode deployment, JsonNode app, Duration elapsed) {
    var line = new StringBuilder();
    line.append("step ")
        .append(deployment.path("currentStep").asInt())
        .append('/')
        .append(deployment.path("totalSteps").asInt());
    var action = deployment.path("currentActions").path(0);
    if (!action.isMissingNode()) {
      line.append("  ")
          .append(action.path("action").asText())
          .append(' ')
          .append(Plain.line(action.path("app").asText()));
    }
    int more = deployment.path("currentActions").size() - 1;
    if (more > 0) {
      line.append(" and ").append(more).append(" more");
    }
    if (!app.isMissingNode()) {
      int wanted = app.path("instances").asInt();
      int ready = ready(app);
      line.append("  ").append(bar(ready, wanted)).append(' ').append(ready).append('/');
      line.append(wanted);
    }
    return line.append("  ").append(elapsed.toSeconds()).append('s').toString();
  }

  /** Instances of the newest version that count as up. */
  private static int ready(JsonNode app) {
    boolean checked = app.path("healthChecks").size() > 0;
    int ready = 0;
    for (var task : app.path("tasks")) {
      boolean up = task.path("state").asText().equals("TASK_RUNNING");
      boolean current =
          task.path("version")
                  .asText()
                  .compareTo(app.path("versionInfo").path("lastConfigChangeAt").asText())
              >= 0;
      boolean healthy = !checked;
      for (var result : task.path("healthCheckResults")) {
        healthy |= result.path("alive").asBoolean();
      }
      ready += up && current && healthy ? 1 : 0;
    }
    return ready;
  }

  static String bar(int done, int all) {
    int filled = all <= 0 ? BAR : Math.min(BAR, BAR * done / all);
    return "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "]";
  }
}
