package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Running deployments. */
@Command(
    name = "deployment",
    aliases = {"deploy", "deployments"},
    description = "Running deployments: list, watch, cancel, rollback.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    // Part adds them.
    addMethodSubcommands = false)
final class DeploymentCommands {

  @Command(name = "list", aliases = "ls", description = "All that run.")
  static int list(@Mixin Connection connection) {
    var server = connection.server();
    server.printer().answer(server.get("/v2/deployments"), DeploymentCommands::table);
    return Exit.OK.code();
  }

  private static Table table(JsonNode deployments) {
    var table = new Table("ID", "STEP", "NOW", "APPS");
    for (var deployment : deployments) {
      var action = deployment.path("currentActions").path(0);
      table.row(
          deployment.path("id").asText(),
          deployment.path("currentStep").asInt() + "/" + deployment.path("totalSteps").asInt(),
          action.isMissingNode()
              ? "-"
              : action.path("action").asText() + " " + action.path("app").asText(),
          StreamSupport.stream(deployment.path("affectedApps").spliterator(), false)
              .map(JsonNode::asText)
              .limit(5)
              .collect(Collectors.joining(" ")));
    }
    return table;
  }

  @Command(name = "watch", description = "Follow a deployment to its end; the exit code tells it.")
  static int watch(
      @Mixin Connection connection,
      @Parameters(arity = "0..1", paramLabel = "ID", description = "Default: the only one.")
          String id,
      @Option(
              names = "--timeout",
              paramLabel = "SECONDS",
              defaultValue = "600",
              description = "Longest wait. Default: ${DEFAULT-VALUE}.")
          int timeout) {
    var server = connection.server();
    try (var deployments = DeploymentWatch.open(server)) {
      deployments.follow(id == null ? only(server) : id, Duration.ofSeconds(timeout));
    }
    return Exit.OK.code();
  }

  private static String only(Server server) {
    var running = server.get("/v2/deployments");
    if (running.size() != 1) {
      throw new CliFailure(
          running.isEmpty() ? Exit.NOT_FOUND : Exit.USAGE,
          running.isEmpty()
              ? "no deployment is running"
              : running.size() + " deployments are running: say which");
    }
    return running.get(0).path("id").asText();
  }

  @Command(
      name = "rollback",
      description = "Undo a running deployment by another one that leads back.")
  static int rollback(
      @Mixin Connection connection,
      @Mixin Change change,
      @Parameters(paramLabel = "ID", description = "Id of the deployment.") String id) {
    return change.make(
        connection.server(),
        "Rolling deployment " + id + " back",
        to -> to.send("DELETE", "/v2/deployments/" + Server.encoded(id)));
  }

  @Command(
      name = "cancel",
      aliases = "stop",
      description = "Stop a deployment where it is; started and ended instances stay so.")
  static int cancel(
      @Mixin Connection connection,
      @Parameters(paramLabel = "ID", description = "Id of the deployment.") String id) {
    var server = connection.server();
    server.send("DELETE", "/v2/deployments/" + Server.encoded(id) + "?force=true");
    server.printer().note("Cancelled " + id);
    return Exit.OK.code();
  }
}
