package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Groups of apps. */
@Command(
    name = "group",
    description = "Groups: list, show, scale, remove.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    // Part adds them.
    addMethodSubcommands = false)
final class GroupCommands {

  @Command(
      name = "list",
      aliases = {"ls", "tree"},
      description = "The tree of groups and apps.")
  static int list(
      @Mixin Connection connection,
      @Parameters(arity = "0..1", paramLabel = "GROUP", description = "Default: all.")
          String group) {
    var server = connection.server();
    var answer = group(server, group);
    if (server.printer().structured()) {
      server.printer().structure(answer);
    } else {
      tree(server.printer(), answer, 0);
    }
    return Exit.OK.code();
  }

  private static JsonNode group(Server server, String group) {
    return server.get(
        Server.path("/v2/groups", group == null ? "" : group)
            + "?embed=group.groups&embed=group.apps&embed=group.apps.counts");
  }

  private static void tree(Printer printer, JsonNode group, int depth) {
    var indent = "  ".repeat(depth);
    printer.line(indent + printer.styled(Style.BOLD, Plain.line(group.path("id").asText())));
    for (var app : group.path("apps")) {
      printer.line(
          "%s  %s  %d/%d"
              .formatted(
                  indent,
                  Plain.line(app.path("id").asText()),
                  app.path("tasksRunning").asInt(),
                  app.path("instances").asInt()));
    }
    group.path("groups").forEach(below -> tree(printer, below, depth + 1));
  }

  @Command(name = "show", description = "One group as it is defined.")
  static int show(
      @Mixin Connection connection,
      @Parameters(paramLabel = "GROUP", description = "Id of the group.") String group) {
    var server = connection.server();
    server.printer().structure(server.get(Server.path("/v2/groups", group)));
    return Exit.OK.code();
  }

  @Command(name = "scale", description = "Multiply the instances of all apps in a group.")
  static int scale(
      @Mixin Connection connection,
      @Mixin Change change,
      @Parameters(index = "0", paramLabel = "GROUP", description = "Id of the group.") String group,
      @Parameters(index = "1", paramLabel = "FACTOR", description = "Such as 2 or 0.5.")
          double factor) {
    return change.make(
        connection.server(),
        "Scaling group '" + group + "' by " + factor,
        to ->
            to.send(
                "PUT",
                Server.path("/v2/groups", group) + change.query(),
                JsonNodeFactory.instance.objectNode().put("scaleBy", factor)));
  }

  @Command(
      name = "remove",
      aliases = {"destroy", "delete"},
      description = "Remove a group with all apps in it.")
  static int remove(
      @Mixin Connection connection,
      @Mixin Change change,
      @Parameters(paramLabel = "GROUP", description = "Id of the group.") String group,
      @Mixin Confirmation confirmation) {
    var server = connection.server();
    confirmation.require(
        server.printer(),
        () -> {
          tree(server.printer(), group(server, group), 0);
          return "This removes all of it and ends the tasks. Go on?";
        });
    return change.make(
        server,
        "Removing group '" + group + "'",
        to -> to.send("DELETE", Server.path("/v2/groups", group) + change.query()));
  }
}
