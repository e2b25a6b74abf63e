package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.cli.Definitions.Definition;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Definitions in files: what would they change, and make it so. */
@Command(name = "files", description = "Commands that read definitions from files.")
final class ApplyCommands {

  @Command(
      name = "apply",
      description = {
        "Make the server have these apps and groups: creates or replaces them.",
        "Exit code 0, also where nothing had to change."
      })
  static int apply(
      @Mixin Connection connection, @Mixin Change change, @Mixin DefinitionFiles files) {
    var server = connection.server();
    var definitions = files.read();
    for (var definition : definitions) {
      if (plan(server, definition, change.force).path("steps").isEmpty()) {
        server.printer().note("unchanged " + Plain.line(definition.id()));
      } else {
        change.make(
            server,
            "Applying '" + definition.id() + "'",
            to -> send(to, definition, change.query("partialUpdate=false")));
      }
    }
    return Exit.OK.code();
  }

  @Command(
      name = "plan",
      aliases = "diff",
      description = {
        "What apply would change, and what would restart. Changes nothing.",
        "Exit code 0: nothing, 1: something, 2 and more: an error."
      })
  static int plan(@Mixin Connection connection, @Mixin DefinitionFiles files) {
    var server = connection.server();
    var printer = server.printer();
    boolean pending = false;
    for (var definition : files.read()) {
      var plan = refusedIsError(() -> plan(server, definition, true));
      boolean changes = !plan.path("steps").isEmpty();
      pending |= changes;
      if (printer.structured()) {
        printer.structure(plan);
        continue;
      }
      printer.line(
          printer.styled(Style.BOLD, Plain.line(definition.id()))
              + (changes ? "" : "  nothing changes"));
      if (changes) {
        Diff.shown(Diff.named(now(server, definition), definition.json()), printer.colours())
            .forEach(line -> printer.line("  " + line));
        steps(plan).forEach(line -> printer.line("  " + line));
      }
    }
    return (pending ? Exit.FAILED : Exit.OK).code();
  }

  /** 1 means pending changes here, so a refusal must not. */
  private static JsonNode refusedIsError(java.util.function.Supplier<JsonNode> ask) {
    try {
      return ask.get();
    } catch (CliFailure failure) {
      throw failure.exit() == Exit.FAILED
          ? new CliFailure(Exit.USAGE, failure.getMessage(), failure.details())
          : failure;
    }
  }

  private static JsonNode plan(Server server, Definition definition, boolean force) {
    return send(
        server, definition, "?dryRun=true&partialUpdate=false" + (force ? "&force=true" : ""));
  }

  private static JsonNode send(Server server, Definition definition, String query) {
    return server.send("PUT", path(definition) + query, definition.json());
  }

  private static String path(Definition definition) {
    return Server.path(definition.group() ? "/v2/groups" : "/v2/apps", definition.id());
  }

  private static JsonNode now(Server server, Definition definition) {
    return server
        .find(path(definition))
        .map(answer -> definition.group() ? answer : answer.path("app"))
        .orElse(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode());
  }

  private static List<String> steps(JsonNode plan) {
    var lines = new java.util.ArrayList<String>();
    int number = 1;
    for (var step : plan.path("steps")) {
      for (var action : step.path("actions")) {
        var kind =
            action.path("action").isMissingNode() ? action.path("type") : action.path("action");
        lines.add(number + ". " + kind.asText() + " " + Plain.line(action.path("app").asText()));
      }
      number++;
    }
    return lines;
  }
}
