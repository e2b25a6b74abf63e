package dev.marathon.local.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What a task must look like, apart from whether it fits; the texts are those of Mesos. */
final class TaskRules {
  private TaskRules() {}

  /** The first fault, or empty. */
  static Optional<String> invalid(TaskInfo task) {
    return Ids.invalid(task.getTaskId().getValue())
        .or(() -> killPolicy(task))
        .or(() -> completionTime(task))
        .or(
            () ->
                task.hasCheck()
                    ? check(task.getCheck()).map(r -> "Task uses invalid check: " + r)
                    : Optional.empty())
        .or(
            () ->
                task.hasHealthCheck()
                    ? healthCheck(task.getHealthCheck())
                        .map(r -> "Task uses invalid health check: " + r)
                    : Optional.empty())
        .or(() -> resources(task))
        .or(() -> task.hasCommand() ? command(task.getCommand()) : Optional.empty())
        .or(() -> limits(task));
  }

  /** Within a group it may lack a command; on its own it has exactly one way to run. */
  static Optional<String> commandOrExecutor(TaskInfo task) {
    return task.hasCommand() == task.hasExecutor()
        ? Optional.of(
            "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present")
        : Optional.empty();
  }

  private static Optional<String> killPolicy(TaskInfo task) {
    return when(
        task.getKillPolicy().getGracePeriod().getNanoseconds() < 0,
        "Task's 'kill_policy.grace_period' must be non-negative");
  }

  private static Optional<String> completionTime(TaskInfo task) {
    return when(
        task.getMaxCompletionTime().getNanoseconds() < 0,
        "Task's `max_completion_time` must be non-negative");
  }

  private static Optional<String> check(CheckInfo check) {
    return when(!check.hasType(), "CheckInfo must specify 'type'")
        .or(
            () ->
                switch (check.getType()) {
                  case COMMAND ->
                      when(!check.hasCommand(), "Expecting 'command' to be set for COMMAND check");
                  case HTTP -> when(!check.hasHttp(), "Expecting 'http' to be set for HTTP check");
                  case TCP -> when(!check.hasTcp(), "Expecting 'tcp' to be set for TCP check");
                  case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid check type");
                })
        .or(() -> nonNegative("delay_seconds", check.getDelaySeconds()))
        .or(() -> nonNegative("interval_seconds", check.getIntervalSeconds()))
        .or(() -> nonNegative("timeout_seconds", check.getTimeoutSeconds()));
  }

  private static Optional<String> healthCheck(HealthCheck check) {
    return when(!check.hasType(), "HealthCheck must specify 'type'")
        .or(
            () ->
                switch (check.getType()) {
                  case COMMAND ->
                      when(
                          !check.hasCommand(),
                          "Expecting 'command' to be set for COMMAND health check");
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
        .or(
            () ->
                when(
                    http.hasPath() && !http.getPath().startsWith("/"),
                    "The path '" + http.getPath() + "' of HTTP health check must start with '/'"));
  }

  private static Optional<String> nonNegative(String field, double value) {
    return when(value < 0, "Expecting '" + field + "' to be non-negative");
  }

  private static Optional<String> resources(TaskInfo task) {
    if (task.getResourcesCount() == 0) {
      return Optional.of("Task uses no resources");
    }
    return task.getResourcesList().stream()
        .map(TaskRules::resource)
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Optional<String> resource(Resource resource) {
    var reason =
        switch (resource.getType()) {
          case SCALAR ->
              resource.hasScalar()
                  ? when(resource.getScalar().getValue() < 0, "Invalid scalar resource: value <= 0")
                  : Optional.of("Invalid scalar resource");
          case RANGES ->
              resource.hasRanges()
                  ? when(
                      resource.getRanges().getRangeList().stream()
                          .anyMatch(r -> r.getEnd() < r.getBegin()),
                      "Invalid ranges resource: begin > end")
                  : Optional.of("Invalid ranges resource");
          case SET -> when(!resource.hasSet(), "Invalid set resource");
          case TEXT -> Optional.of("Unsupported resource type");
        };
    return reason.map(why -> "Resource '" + ResourceText.print(resource) + "' is invalid: " + why);
  }

  static Optional<String> command(CommandInfo command) {
    return command.getEnvironment().getVariablesList().stream()
        .map(TaskRules::variable)
        .flatMap(Optional::stream)
        .findFirst()
        .map(reason -> "Task's `CommandInfo` is invalid: " + reason);
  }

  private static Optional<String> variable(Environment.Variable variable) {
    var name =
        "Environment variable '"
            + variable.getName()
            + "' of type '"
            + variable.getType()
            + "' must ";
    return switch (variable.getType()) {
      case VALUE ->
          when(!variable.hasValue(), name + "have a value set")
              .or(() -> when(variable.hasSecret(), name + "not have a secret set"));
      case SECRET ->
          when(!variable.hasSecret(), name + "have a secret set")
              .or(() -> when(variable.hasValue(), name + "not have a value set"));
      case UNKNOWN -> Optional.of("Environment variable of type 'UNKNOWN' is not allowed");
    };
  }

  private static Optional<String> limits(TaskInfo task) {
    return limit(task, "cpus", "cpu").or(() -> limit(task, "mem", "memory"));
  }

  private static Optional<String> limit(TaskInfo task, String resource, String shown) {
    var limit = task.getLimitsMap().get(resource);
    double request =
        task.getResourcesList().stream()
            .filter(each -> each.getName().equals(resource))
            .mapToDouble(each -> each.getScalar().getValue())
            .sum();
    return when(
        limit != null && limit.getValue() < request,
        "The " + shown + " limit must be greater than or equal to the " + shown + " request");
  }

  private static Optional<String> when(boolean wrong, String reason) {
    return wrong ? Optional.of(reason) : Optional.empty();
  }
}
