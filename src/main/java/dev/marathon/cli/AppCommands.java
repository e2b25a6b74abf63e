package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Apps: look at them and change them. */
@Command(
    name = "app",
    description = "Apps: list, show, create, change, remove.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    // Part adds them.
    addMethodSubcommands = false)
final class AppCommands {

  private static final String APPS = "/v2/apps";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Command(name = "list", aliases = "ls", description = "All apps, or those that match.")
  static int list(
      @Mixin Connection connection,
      @Option(
              names = {"-l", "--label"},
              paramLabel = "SELECTOR",
              description = "Labels, such as 'env==prod, team in (a, b)'.")
          String label,
      @Option(
              names = {"-i", "--id"},
              paramLabel = "TEXT",
              description = "Part of the id.")
          String id,
      @Option(
              names = {"-C", "--command", "--cmd"},
              paramLabel = "TEXT",
              description = "Part of the command.")
          String command,
      @Option(
              names = {"-q", "--quiet"},
              description = "Only the ids.")
          boolean quiet) {
    var server = connection.server();
    var query = new ArrayList<>(List.of("embed=apps.counts", "embed=apps.deployments"));
    add(query, "label", label);
    add(query, "id", id);
    add(query, "cmd", command);
    var answer = server.get(APPS + "?" + String.join("&", query));
    var printer = server.printer();
    if (quiet) {
      answer.path("apps").forEach(app -> printer.line(Plain.line(app.path("id").asText())));
    } else if (printer.format() == Format.legacy) {
      Apps.legacy(answer).forEach(printer::line);
    } else {
      printer.answer(answer, apps -> Apps.table(apps, queue(server)));
    }
    return Exit.OK.code();
  }

  private static Map<String, JsonNode> queue(Server server) {
    return Apps.queue(server.get("/v2/queue"));
  }

  private static void add(List<String> query, String name, String value) {
    if (value != null) {
      query.add(name + "=" + Server.encoded(value));
    }
  }

  @Command(name = "search", description = "Apps whose id contains a text.")
  static int search(
      @Mixin Connection connection,
      @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Part of the id.") String text,
      @Option(
              names = {"-i", "--id"},
              paramLabel = "TEXT",
              description = "The same.")
          String id,
      @Option(
              names = {"-C", "--command", "--cmd"},
              paramLabel = "TEXT",
              description = "Part of the command.")
          String command) {
    return list(connection, null, text == null ? id : text, command, false);
  }

  @Command(
      name = "show",
      aliases = {"describe", "status"},
      description = "One app: configuration, tasks, last failure.")
  static int show(
      @Mixin Connection connection,
      @Mixin AppId app,
      @Option(names = "--version", paramLabel = "VERSION", description = "An earlier one.")
          String version) {
    var server = connection.server();
    var printer = server.printer();
    if (version != null) {
      printer.structure(server.get(path(app) + "/versions/" + Server.encoded(version)));
      return Exit.OK.code();
    }
    var answer =
        server
            .get(
                path(app)
                    + "?embed=app.tasks&embed=app.counts&embed=app.deployments"
                    + "&embed=app.lastTaskFailure")
            .path("app");
    if (printer.structured()) {
      printer.structure(answer);
      return Exit.OK.code();
    }
    var one = JSON.objectNode();
    one.putArray("apps").add(answer);
    Apps.table(one, queue(server)).lines(printer.colours()).forEach(printer::line);
    if (answer.path("tasks").size() > 0) {
      printer.line("");
      Apps.tasks(answer).lines(printer.colours()).forEach(printer::line);
    }
    var failure = answer.path("lastTaskFailure");
    if (!failure.isMissingNode()) {
      printer.line("");
      printer.line(
          Plain.line(
              "Last failure: %s at %s on %s: %s"
                  .formatted(
                      failure.path("state").asText(),
                      failure.path("timestamp").asText(),
                      failure.path("host").asText(),
                      failure.path("message").asText())));
    }
    return Exit.OK.code();
  }

  @Command(name = "create", description = "Create an app from a file; fails if it is there.")
  static int create(
      @Mixin Connection connection,
      @Mixin Change change,
      @Parameters(paramLabel = "FILE", description = "JSON or YAML; '-' is standard input.")
          List<String> files) {
    var server = connection.server();
    for (var definition : Definitions.read(files, Map.of())) {
      change.make(
          server,
          "Creating " + (definition.group() ? "group '" : "app '") + definition.id() + "'",
          to ->
              to.send(
                  "POST",
                  (definition.group() ? "/v2/groups" : APPS) + change.query(),
                  definition.json()));
    }
    return Exit.OK.code();
  }

  @Command(
      name = "update",
      description = "Change fields: update web cpus=0.5 env.MODE=fast cmd=null")
  static int update(
      @Mixin Connection connection,
      @Mixin Change change,
      @Parameters(index = "0", paramLabel = "APP", description = "Id of the app.") String app,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "FIELD=VALUE",
              description = "A value is JSON where it can be read as that, else text.")
          List<String> fields) {
    var body = JSON.objectNode();
    for (var field : fields) {
      int end = field.indexOf('=');
      if (end <= 0) {
        throw new CliFailure(Exit.USAGE, "'" + field + "' is not FIELD=VALUE");
      }
      Fields.set(body, field.substring(0, end), field.substring(end + 1));
    }
    var server = connection.server();
    var path = Server.path(APPS, app);
    var now = server.get(path).path("app");
    for (var map : List.of("env", "labels")) {
      // The server replaces a map as a whole; here, what is not named stays.
      if (body.get(map) instanceof ObjectNode named && now.get(map) instanceof ObjectNode old) {
        body.set(map, old.deepCopy().setAll(named));
      }
    }
    return change.make(
        server, "Changing app '" + app + "'", to -> to.send("PUT", path + change.query(), body));
  }

  @Command(name = "scale", description = "Change the number of instances: 5, +2, -1 or x2.")
  static int scale(
      @Mixin Connection connection,
      @Mixin Change change,
      @Mixin AppId app,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "COUNT",
              description = "Wanted instances, or a difference or factor.")
          String count,
      @Option(
              names = {"-n", "--num-instances"},
              paramLabel = "COUNT",
              description = "The same.")
          String number) {
    var text = count == null ? number : count;
    if (text == null) {
      throw new CliFailure(Exit.USAGE, "how many instances? Say 5, +2, -1 or x2");
    }
    var server = connection.server();
    int wanted = Fields.count(text, () -> instances(server, app));
    return scaleTo(server, change, app.id(), wanted);
  }

  private static int instances(Server server, AppId app) {
    return server.get(path(app)).path("app").path("instances").asInt();
  }

  private static int scaleTo(Server server, Change change, String app, int wanted) {
    return change.make(
        server,
        "Scaling app '" + app + "' to " + wanted + " instances",
        to -> {
          var path = Server.path(APPS, app);
          to.get(path); // A PUT to an app that is not there would be one that creates it.
          return to.send("PUT", path + change.query(), JSON.objectNode().put("instances", wanted));
        });
  }

  @Command(name = "suspend", description = "Scale to none; the app and its configuration stay.")
  static int suspend(@Mixin Connection connection, @Mixin Change change, @Mixin AppId app) {
    return scaleTo(connection.server(), change, app.id(), 0);
  }

  @Command(name = "resume", description = "Scale a suspended app to what it had before.")
  static int resume(@Mixin Connection connection, @Mixin Change change, @Mixin AppId app) {
    var server = connection.server();
    for (var version : server.get(path(app) + "/versions").path("versions")) {
      int instances = version(server, app, version.asText()).path("instances").asInt();
      if (instances > 0) {
        return scaleTo(server, change, app.id(), instances);
      }
    }
    throw new CliFailure(
        Exit.FAILED, "app '" + app.id() + "' never had instances: use scale to say how many");
  }

  @Command(name = "restart", description = "Replace all instances by the upgrade strategy.")
  static int restart(@Mixin Connection connection, @Mixin Change change, @Mixin AppId app) {
    return change.make(
        connection.server(),
        "Restarting app '" + app.id() + "'",
        to -> to.send("POST", path(app) + "/restart" + change.query(), JSON.objectNode()));
  }

  @Command(
      name = "destroy",
      aliases = {"kill", "remove", "delete"},
      description = "Remove an app and end its tasks.")
  static int destroy(
      @Mixin Connection connection,
      @Mixin Change change,
      @Mixin AppId app,
      @Mixin Confirmation confirmation) {
    return remove(connection, change, app, confirmation, "Killing app '");
  }

  @Command(
      name = "stop",
      description = "As in the first Marathon: remove the app. To keep it, use suspend.")
  static int stop(
      @Mixin Connection connection,
      @Mixin Change change,
      @Mixin AppId app,
      @Mixin Confirmation confirmation) {
    return remove(connection, change, app, confirmation, "Stopping app '");
  }

  private static int remove(
      Connection connection,
      Change change,
      AppId app,
      Confirmation confirmation,
      String announcement) {
    var server = connection.server();
    confirmation.require(
        server.printer(),
        () ->
            "This removes app '%s' and ends its %d tasks. Go on?"
                .formatted(
                    app.id(), server.get(path(app)).path("app").path("tasksRunning").asInt()));
    return change.make(
        server, announcement + app.id() + "'", to -> to.send("DELETE", path(app) + change.query()));
  }

  /** Who made each version, as far as the audit log still knows. */
  private static JsonNode makers(Server server, AppId app) {
    var makers = Printer.JSON.createObjectNode();
    server
        .find("/v2/audit?limit=1000&app=" + Server.encoded(app.id()))
        .ifPresent(
            audit ->
                audit
                    .path("entries")
                    .forEach(entry -> makers.set(entry.path("version").asText(), entry)));
    return makers;
  }

  @Command(
      name = "versions",
      aliases = "history",
      description = "Versions of an app, newest first.")
  static int versions(
      @Mixin Connection connection,
      @Mixin AppId app,
      @Option(
              names = {"-d", "--diff"},
              description = "What each one changed.")
          boolean diff) {
    var server = connection.server();
    var versions = server.get(path(app) + "/versions");
    var printer = server.printer();
    if (!diff || printer.structured()) {
      printer.answer(
          versions,
          answer -> {
            var table = new Table("VERSION", "USER", "FROM", "REASON");
            var makers = makers(server, app);
            for (var version : answer.path("versions")) {
              var maker = makers.path(version.asText());
              table.row(
                  version.asText(),
                  maker.path("user").asText("-"),
                  maker.path("clientIp").asText("-"),
                  maker.path("reason").asText("-"));
            }
            return table;
          });
      return Exit.OK.code();
    }
    JsonNode newer = null;
    var newerName = "";
    for (var version : versions.path("versions")) {
      var older = version(server, app, version.asText());
      if (newer != null) {
        printer.line(printer.styled(Style.BOLD, newerName));
        Diff.shown(Diff.of(older, newer), printer.colours()).forEach(printer::line);
      }
      newer = older;
      newerName = version.asText();
    }
    printer.line(printer.styled(Style.BOLD, newerName) + " (first one that is kept)");
    return Exit.OK.code();
  }

  private static JsonNode version(Server server, AppId app, String version) {
    return server.get(path(app) + "/versions/" + Server.encoded(version));
  }

  @Command(name = "rollback", description = "Go back to an earlier version.")
  static int rollback(
      @Mixin Connection connection,
      @Mixin Change change,
      @Mixin AppId app,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "VERSION",
              description = "A version, or how many back: -1 is the one before.")
          String version) {
    var server = connection.server();
    var versions =
        StreamSupport.stream(
                server.get(path(app) + "/versions").path("versions").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    var target = Fields.version(versions, version == null ? "-1" : version);
    var printer = server.printer();
    Diff.shown(
            Diff.of(version(server, app, versions.get(0)), version(server, app, target)),
            printer.colours())
        .forEach(printer::note);
    return change.make(
        server,
        "Rolling app '" + app.id() + "' back to " + target,
        to -> to.send("PUT", path(app) + change.query(), JSON.objectNode().put("version", target)));
  }

  private static String path(AppId app) {
    return Server.path(APPS, app.id());
  }
}
