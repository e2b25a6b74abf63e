package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that changes something, and how it is done. */
final class Change {

  /** The request that changes something. */
  interface Send {
    JsonNode to(Server server);
  }

  @Option(
      names = {"-f", "--force"},
      description = "Take over apps that a running deployment holds; it is cancelled.")
  boolean force;

  @Option(
      names = {"-w", "--watch", "--wait"},
      description = "Wait for the deployment, also where the output is no terminal.")
  boolean watch;

  @Option(names = "--detach", description = "Do not wait for the deployment.")
  boolean detach;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "Longest wait for the deployment. Default: ${DEFAULT-VALUE}.")
  int timeout;

  /** The query with {@code force}, to be appended to a path. */
  String query(String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of(more));
    if (force) {
      all.add("force=true");
    }
    return all.isEmpty() ? "" : "?" + String.join("&", all);
  }

  /**
   * Sends the change and follows its deployment.
   *
   * @param announcement what is about to happen
   */
  int make(Server server, String announcement, Send send) {
    var printer = server.printer();
    if (printer.format() == Format.legacy) {
      printer.line(announcement);
      send.to(server);
      printer.line("OK");
      return Exit.OK.code();
    }
    printer.note(announcement);
    boolean follow = watch || printer.terminal() && !detach;
    if (!follow) {
      report(printer, send.to(server));
      return Exit.OK.code();
    }
    try (var deployments = DeploymentWatch.open(server)) {
      var answer = send.to(server);
      report(printer, answer);
      deployment(answer).ifPresent(id -> deployments.follow(id, Duration.ofSeconds(timeout)));
    }
    return Exit.OK.code();
  }

  /** The deployment's id, for scripts. */
  private static void report(Printer printer, JsonNode answer) {
    if (printer.structured()) {
      printer.structure(answer);
    } else {
      deployment(answer).ifPresent(printer::line);
    }
  }

  static Optional<String> deployment(JsonNode answer) {
    for (var place :
        new JsonNode[] {
          answer.path("deploymentId"), answer.path("deployments").path(0).path("id")
        }) {
      if (place.isTextual()) {
        return Optional.of(place.asText());
      }
    }
    return Optional.empty();
  }
}
