package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Files of one task, as the server fetches them from the agent. */
final class TaskFiles {

  private final Server server;
  private final String root;
  private final String task;

  private TaskFiles(Server server, String app, String task) {
    this.server = server;
    this.task = task;
    this.root = Server.path("/v2/apps", app) + "/tasks/" + Server.encoded(task) + "/files";
  }

  /**
   * Of a task, or of the newest task of an app.
   *
   * @param id of a task or an app
   */
  static TaskFiles of(Server server, String id) {
    return id.contains(".instance-") ? ofTask(server, id) : ofApp(server, id);
  }

  private static TaskFiles ofTask(Server server, String id) {
    for (var task : server.get("/v2/tasks").path("tasks")) {
      if (task.path("id").asText().equals(id)) {
        return new TaskFiles(server, task.path("appId").asText(), id);
      }
    }
    // It has ended. Its id holds the app's, with another letter for the slash.
    var app = id.substring(0, id.indexOf(".instance-")).replace('_', '/');
    return new TaskFiles(server, app, id);
  }

  private static TaskFiles ofApp(Server server, String id) {
    var path = Server.path("/v2/apps", id);
    var app = server.get(path + "?embed=app.tasks&embed=app.lastTaskFailure").path("app");
    JsonNode newest = null;
    for (var task : app.path("tasks")) {
      if (newest == null || started(task).compareTo(started(newest)) > 0) {
        newest = task;
      }
    }
    var failed = app.path("lastTaskFailure").path("taskId");
    if (newest == null && !failed.isTextual()) {
      throw new CliFailure(
          Exit.NOT_FOUND,
          "app '" + id + "' has no task; 'marathon why " + id + "' tells what it waits for");
    }
    var task = newest == null ? failed.asText() : newest.path("id").asText();
    int others = app.path("tasks").size() - 1;
    if (newest == null) {
      server.printer().note("no task runs; this is the one that failed last: " + Plain.line(task));
    } else if (others > 0) {
      server.printer().note("the newest of %d tasks: %s".formatted(others + 1, Plain.line(task)));
    }
    return new TaskFiles(server, id, task);
  }

  private static String started(JsonNode task) {
    return task.path("stagedAt").asText();
  }

  /** Whether it has not ended. */
  boolean running() {
    for (var one : server.get("/v2/tasks").path("tasks")) {
      if (one.path("id").asText().equals(task)) {
        return true;
      }
    }
    return false;
  }

  JsonNode list(String directory) {
    return server.get(root + "?path=" + Server.encoded(directory));
  }

  /** The last bytes of a file. */
  JsonNode end(String file) {
    return server.get(root + "/read?path=" + Server.encoded(file));
  }

  /**
   * What follows on a place.
   *
   * @param mark of the read before
   */
  JsonNode read(String file, long offset, Optional<String> mark) {
    return server.get(
        root
            + "/read?path="
            + Server.encoded(file)
            + "&offset="
            + offset
            + mark.map(text -> "&mark=" + Server.encoded(text)).orElse(""));
  }

  String download(String file) {
    return root + "/download?path=" + Server.encoded(file);
  }
}
