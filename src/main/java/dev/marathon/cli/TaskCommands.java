package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tasks: the running instances of apps. */
@Command(
    name = "task",
    description = "Tasks: list, kill, logs, files, endpoints.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    // Part adds them.
    addMethodSubcommands = false)
final class TaskCommands {

  @Command(
      name = "list",
      aliases = {"ls", "ps"},
      description = "Tasks of all apps or of one.")
  static int list(
      @Mixin Connection connection,
      @Parameters(arity = "0..1", paramLabel = "APP", description = "Id of the app.") String app,
      @Option(
              names = {"-i", "--id"},
              paramLabel = "APP",
              description = "The same.")
          String id,
      @Option(names = "--agent", paramLabel = "HOST", description = "Only on this agent.")
          String agent) {
    var server = connection.server();
    var answer = tasks(server, app == null ? id : app);
    if (agent != null) {
      var tasks = answer.path("tasks").elements();
      while (tasks.hasNext()) {
        if (!tasks.next().path("host").asText().equals(agent)) {
          tasks.remove();
        }
      }
    }
    server.printer().answer(answer, Apps::tasks);
    return Exit.OK.code();
  }

  @Command(name = "kill", description = "End tasks; new ones take their place unless --scale.")
  static int kill(
      @Mixin Connection connection,
      @Parameters(arity = "0..*", paramLabel = "TASK", description = "Ids of tasks.")
          List<String> tasks,
      @Option(
              names = {"-i", "--id"},
              paramLabel = "APP",
              description = "All tasks of this app.")
          String app,
      @Option(
              names = {"-t", "--task-id"},
              paramLabel = "TASK",
              description = "Only this task.")
          String task,
      @Option(
              names = {"--agent", "--agent-host"},
              paramLabel = "HOST",
              description = "Only on this agent.")
          String agent,
      @Option(
              names = {"-s", "--scale"},
              description = "Want that many fewer instances, too.")
          boolean scale,
      @Option(
              names = {"-f", "--force"},
              description = "Take over apps that a running deployment holds.")
          boolean force,
      @Option(names = "--wipe", description = "Remove the data of the tasks, too.") boolean wipe) {
    var ids = new ArrayList<>(tasks == null ? List.<String>of() : tasks);
    if (task != null) {
      ids.add(task);
    }
    if (ids.isEmpty() && app == null) {
      throw new CliFailure(Exit.USAGE, "which tasks? Give their ids, or -i APP for all of an app");
    }
    var query = new ArrayList<String>();
    flag(query, "scale", scale);
    flag(query, "force", force);
    flag(query, "wipe", wipe);
    var server = connection.server();
    if (ids.isEmpty()) {
      if (agent != null) {
        query.add("host=" + Server.encoded(agent));
      }
      var answer = server.send("DELETE", Server.path("/v2/apps", app) + "/tasks" + joined(query));
      server.printer().answer(answer, killed -> scale ? deployment(killed) : Apps.tasks(killed));
      return Exit.OK.code();
    }
    requireAll(server, app, agent, ids);
    var body = JsonNodeFactory.instance.objectNode();
    var named = body.putArray("ids");
    ids.forEach(named::add);
    var answer = server.send("POST", "/v2/tasks/delete" + joined(query), body);
    server.printer().answer(answer, killed -> scale ? deployment(killed) : Apps.tasks(killed));
    return Exit.OK.code();
  }

  /**
   * What is given beside ids must hold for each; the server would pass over ids it does not know.
   */
  private static void requireAll(Server server, String app, String agent, List<String> ids) {
    var found = new HashSet<String>();
    for (var task : tasks(server, app).path("tasks")) {
      if (agent == null || task.path("host").asText().equals(agent)) {
        found.add(task.path("id").asText());
      }
    }
    for (var id : ids) {
      if (!found.contains(id)) {
        throw new CliFailure(
            Exit.NOT_FOUND,
            "there is no task '"
                + id
                + "'"
                + (app == null ? "" : " of app '" + app + "'")
                + (agent == null ? "" : " on " + agent));
      }
    }
  }

  /** Of one app, or of all. */
  private static JsonNode tasks(Server server, String app) {
    return server.get(app == null ? "/v2/tasks" : Server.path("/v2/apps", app) + "/tasks");
  }

  @Command(name = "logs", description = "What a task printed: the last lines, or all that comes.")
  static int logs(
      @Mixin Connection connection,
      @Parameters(
              index = "0",
              paramLabel = "TASK|APP",
              description = "Id of a task; of an app: its newest task.")
          String id,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "FILE",
              description = "Another file of the sandbox. Default: stdout.")
          String file,
      @Option(
              names = {"-f", "--follow"},
              description = "Go on until the task ends or Ctrl-C.")
          boolean follow,
      @Option(
              names = {"-e", "--stderr"},
              description = "stderr instead of stdout.")
          boolean stderr,
      @Option(
              names = {"-n", "--lines"},
              paramLabel = "N",
              defaultValue = "100",
              description = "Begin with the last N lines, within 64 KiB. Default: 100.")
          int lines,
      @Option(names = "--all", description = "Begin with the first line.") boolean all)
      throws InterruptedException {
    if (lines < 0) {
      throw new CliFailure(Exit.USAGE, "-n takes a number of lines, not " + lines);
    }
    if (stderr && file != null) {
      throw new CliFailure(Exit.USAGE, "give a FILE or --stderr, not both");
    }
    var server = connection.server();
    var name = file != null ? file : stderr ? "stderr" : "stdout";
    var log = new LogReader(TaskFiles.of(server, id), server.printer(), name);
    if (all) {
      log.all();
    } else {
      log.last(lines);
    }
    if (follow) {
      log.follow();
    }
    return Exit.OK.code();
  }

  @Command(name = "files", description = "Files of a task's sandbox.")
  static int files(
      @Mixin Connection connection,
      @Parameters(
              index = "0",
              paramLabel = "TASK|APP",
              description = "Id of a task; of an app: its newest task.")
          String id,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "DIRECTORY",
              description = "Default: the whole sandbox.")
          String directory) {
    var server = connection.server();
    var answer = TaskFiles.of(server, id).list(directory == null ? "" : directory);
    server
        .printer()
        .answer(
            answer,
            found -> {
              var table = new Table("MODE", "OWNER", "SIZE", "MODIFIED", "NAME");
              for (var file : found.path("files")) {
                table.row(
                    file.path("mode").asText(),
                    file.path("uid").asText(),
                    file.path("size").asLong(),
                    file.path("modified").asText(),
                    file.path("path").asText() + (file.path("directory").asBoolean() ? "/" : ""));
              }
              return table;
            });
    return Exit.OK.code();
  }

  @Command(name = "download", description = "Fetch a file of a task's sandbox.")
  static int download(
      @Mixin Connection connection,
      @Parameters(
              index = "0",
              paramLabel = "TASK|APP",
              description = "Id of a task; of an app: its newest task.")
          String id,
      @Parameters(index = "1", paramLabel = "FILE", description = "Such as stdout.") String file,
      @Parameters(
              index = "2",
              arity = "0..1",
              paramLabel = "TO",
              description = "Where to; '-' is standard output. Default: its name, here.")
          String to,
      @Option(
              names = {"-f", "--force"},
              description = "Replace a file that is there.")
          boolean force)
      throws IOException {
    var server = connection.server();
    var path = TaskFiles.of(server, id).download(file);
    if ("-".equals(to)) {
      try (var bytes = server.bytes(path)) {
        bytes.transferTo(System.out);
        System.out.flush();
      }
      return Exit.OK.code();
    }
    var target = Path.of(to == null ? file.substring(file.lastIndexOf('/') + 1) : to);
    if (Files.exists(target) && !force) {
      throw new CliFailure(Exit.USAGE, target + " is there already; --force replaces it");
    }
    try (var bytes = server.bytes(path)) {
      Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
    }
    server.printer().note(target + ": " + Files.size(target) + " bytes");
    return Exit.OK.code();
  }

  private static Table deployment(JsonNode answer) {
    return new Table("DEPLOYMENT").row(answer.path("deploymentId").asText());
  }

  private static void flag(List<String> query, String name, boolean set) {
    if (set) {
      query.add(name + "=true");
    }
  }

  private static String joined(List<String> query) {
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  @Command(name = "endpoints", description = "Where services listen: port, then host:port of each.")
  static int endpoints(
      @Mixin Connection connection,
      @Parameters(arity = "0..1", paramLabel = "APP", description = "Id of the app.") String app,
      @Option(
              names = {"-i", "--id"},
              paramLabel = "APP",
              description = "The same.")
          String id) {
    var server = connection.server();
    var answer = tasks(server, app == null ? id : app);
    var printer = server.printer();
    if (printer.structured()) {
      printer.structure(answer);
    } else {
      Endpoints.lines(answer).forEach(printer::line);
    }
    return Exit.OK.code();
  }
}
