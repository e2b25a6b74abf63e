package dev.marathon.local.master;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;

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
                    ? CheckRules.check(task.getCheck()).map(r -> "Task uses invalid check: " + r)
                    : Optional.empty())
        .or(
            () ->
                task.hasHealthCheck()
                    ? CheckRules.healthCheck(task.getHealthCheck())
                        .map(r -> "Task uses invalid health check: " + r)
                    : Optional.empty())
        .or(() -> resources(task))
        .or(() -> task.hasCommand() ? command(task.getCommand(), "Task's") : Optional.empty())
        .or(() -> task.hasContainer() ? container(task.getContainer(), "Task's") : Optional.empty())
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

  private static Optional<String> resources(TaskInfo task) {
    if (task.getResourcesCount() == 0) {
      return Optional.of("Task uses no resources");
    }
    return task.getResourcesList().stream()
        .map(TaskRules::resource)
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () ->
                when(
                    Resources.of(task.getResourcesList()).milli("gpus") % 1_000 != 0,
                    "Task uses invalid resources: Invalid 'gpus' resource: The 'gpus' resource"
                        + " must be an unsigned integer"));
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
                      .or(
                          () ->
                              when(
                                  overlap(resource.getRanges().getRangeList()),
                                  "Invalid ranges resource: overlapping ranges"))
                  : Optional.of("Invalid ranges resource");
          case SET -> when(!resource.hasSet(), "Invalid set resource");
          case TEXT -> Optional.of("Unsupported resource type");
        };
    return reason.map(why -> "Resource '" + ResourceText.print(resource) + "' is invalid: " + why);
  }

  private static boolean overlap(List<Value.Range> ranges) {
    var sorted = ranges.stream().sorted(Comparator.comparingLong(Value.Range::getBegin)).toList();
    return IntStream.range(1, sorted.size())
        .anyMatch(i -> sorted.get(i).getBegin() <= sorted.get(i - 1).getEnd());
  }

  /**
   * @param whose for the text: {@code Task's}
   */
  static Optional<String> command(CommandInfo command, String whose) {
    return command.getEnvironment().getVariablesList().stream()
        .map(TaskRules::variable)
        .flatMap(Optional::stream)
        .findFirst()
        .map(reason -> whose + " `CommandInfo` is invalid: " + reason);
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

  /** What does not depend on how the agent contains tasks. */
  static Optional<String> container(ContainerInfo container, String whose) {
    var volume =
        when(
            container.getVolumesList().stream().anyMatch(each -> sources(each) != 1),
            "Invalid volume: Only one of them should be set: 'host_path', 'image' and 'source'");
    return volume
        .or(() -> docker(container))
        .map(reason -> whose + " `ContainerInfo` is invalid: " + reason);
  }

  private static int sources(Volume volume) {
    return (volume.hasHostPath() ? 1 : 0)
        + (volume.hasImage() ? 1 : 0)
        + (volume.hasSource() ? 1 : 0);
  }

  private static Optional<String> docker(ContainerInfo container) {
    if (container.getType() != ContainerInfo.Type.DOCKER) {
      return Optional.empty();
    }
    return when(
            !container.hasDocker(), "DockerInfo 'docker' is not set for DOCKER typed ContainerInfo")
        .or(
            () ->
                when(
                    container.getDocker().getParametersList().stream()
                        .anyMatch(parameter -> parameter.getKey().equals("name")),
                    "Parameter in DockerInfo must not be 'name'"));
  }

  private static Optional<String> limits(TaskInfo task) {
    return when(
            !Set.of("cpus", "mem").containsAll(task.getLimitsMap().keySet()),
            "Only cpus and mem may be included in a task's resource limits")
        .or(() -> limit(task, "cpus", "CPU", "cpu"))
        .or(() -> limit(task, "mem", "memory", "memory"));
  }

  private static Optional<String> limit(
      TaskInfo task, String resource, String named, String shown) {
    var limit = task.getLimitsMap().get(resource);
    double request =
        task.getResourcesList().stream()
            .filter(each -> each.getName().equals(resource))
            .mapToDouble(each -> each.getScalar().getValue())
            .sum();
    return when(
            limit != null && request == 0,
            "When a %s limit is specified, a %s request must also be specified"
                .formatted(named, named))
        .or(
            () ->
                when(
                    limit != null && limit.getValue() < request,
                    "The %s limit must be greater than or equal to the %s request"
                        .formatted(shown, shown)));
  }

  private static Optional<String> when(boolean wrong, String reason) {
    return wrong ? Optional.of(reason) : Optional.empty();
  }
}
