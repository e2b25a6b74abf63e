package dev.marathon.local.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/** What the checks of a task must look like; the texts are those of Mesos. */
final class CheckRules {
  private CheckRules() {}

  static Optional<String> check(CheckInfo check) {
    return when(!check.hasType(), "CheckInfo must specify 'type'")
        .or(
            () ->
                switch (check.getType()) {
                  case COMMAND ->
                      when(!check.hasCommand(), "Expecting 'command' to be set for COMMAND check")
                          .or(
                              () ->
                                  command(
                                      check.getCommand().getCommand(), "Command check", "Check's"));
                  case HTTP ->
                      when(!check.hasHttp(), "Expecting 'http' to be set for HTTP check")
                          .or(
                              () ->
                                  check.getHttp().hasPath()
                                      ? path(check.getHttp().getPath(), "HTTP check")
                                      : Optional.empty());
                  case TCP -> when(!check.hasTcp(), "Expecting 'tcp' to be set for TCP check");
                  case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid check type");
                })
        .or(() -> nonNegative("delay_seconds", check.getDelaySeconds()))
        .or(() -> nonNegative("interval_seconds", check.getIntervalSeconds()))
        .or(() -> nonNegative("timeout_seconds", check.getTimeoutSeconds()));
  }

  static Optional<String> healthCheck(HealthCheck check) {
    return when(!check.hasType(), "HealthCheck must specify 'type'")
        .or(
            () ->
                switch (check.getType()) {
                  case COMMAND ->
                      when(
                              !check.hasCommand(),
                              "Expecting 'command' to be set for COMMAND health check")
                          .or(
                              () ->
                                  command(
                                      check.getCommand(),
                                      "Command health check",
                                      "Health check's"));
                  case HTTP -> http(check);
                  case TCP ->
                      when(!check.hasTcp(), "Expecting 'tcp' to be set for TCP health check");
                  case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid health check type");
                })
        .or(() -> nonNegative("delay_seconds", check.getDelaySeconds()))
        .or(() -> nonNegative("grace_period_seconds", check.getGracePeriodSeconds()))
        .or(() -> nonNegative("interval_seconds", check.getIntervalSeconds()))
        .or(() -> nonNegative("timeout_seconds", check.getTimeoutSeconds()));
  }

  private static Optional<String> http(HealthCheck check) {
    var http = check.getHttp();
    return when(!check.hasHttp(), "Expecting 'http' to be set for HTTP health check")
        .or(
            () ->
                when(
                    http.hasScheme()
                        && !http.getScheme().equals("http")
                        && !http.getScheme().equals("https"),
                    "Unsupported HTTP health check scheme: '" + http.getScheme() + "'"))
        .or(() -> http.hasPath() ? path(http.getPath(), "HTTP health check") : Optional.empty());
  }

  private static Optional<String> nonNegative(String field, double value) {
    return when(value < 0, "Expecting '" + field + "' to be non-negative");
  }

  private static Optional<String> path(String path, String kind) {
    return when(
        !path.startsWith("/"), "The path '" + path + "' of " + kind + " must start with '/'");
  }

  private static Optional<String> command(CommandInfo command, String kind, String whose) {
    return when(
            !command.hasValue(),
            kind
                + " must contain "
                + (command.getShell() ? "'shell command'" : "'executable path'"))
        .or(() -> TaskRules.command(command, whose));
  }

  private static Optional<String> when(boolean wrong, String reason) {
    return wrong ? Optional.of(reason) : Optional.empty();
  }
}
