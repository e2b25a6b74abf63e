package dev.marathon.local.master;

import com.google.protobuf.TextFormat;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/** What an executor must look like; the texts are those of Mesos. */
final class ExecutorRules {
  private static final String LINE = "-".repeat(60) + "\n";

  private ExecutorRules() {}

  /** For LAUNCH_GROUP. */
  static Optional<String> invalidForGroup(ExecutorInfo executor, Framework framework, Agent agent) {
    if (!executor.hasType()) {
      return Optional.of("'ExecutorInfo.type' must be set");
    }
    if (executor.getType() == ExecutorInfo.Type.DEFAULT && executor.hasCommand()) {
      return Optional.of("'ExecutorInfo.command' must not be set for 'DEFAULT' executor");
    }
    if (executor.getType() == ExecutorInfo.Type.CUSTOM && !executor.hasCommand()) {
      return Optional.of("'ExecutorInfo.command' must be set for 'CUSTOM' executor");
    }
    return common(executor, framework, agent).or(() -> resources(executor));
  }

  /** For a task of a LAUNCH with its own executor. */
  static Optional<String> invalidForTask(ExecutorInfo executor, Framework framework, Agent agent) {
    if (executor.getType() == ExecutorInfo.Type.DEFAULT) {
      return Optional.of("'ExecutorInfo.type' must be 'CUSTOM'");
    }
    if (!executor.hasCommand()) {
      return Optional.of("'ExecutorInfo.command' must be set for 'CUSTOM' executor");
    }
    return common(executor, framework, agent);
  }

  private static Optional<String> common(ExecutorInfo executor, Framework framework, Agent agent) {
    var id = executor.getExecutorId().getValue();
    var invalid = Ids.invalid(id);
    if (invalid.isPresent()) {
      return invalid;
    }
    var unfit =
        TaskRules.command(executor.getCommand(), "Executor's")
            .or(
                () ->
                    executor.hasContainer()
                        ? TaskRules.container(executor.getContainer(), "Executor's")
                        : Optional.empty());
    if (unfit.isPresent()) {
      return unfit;
    }
    if (!executor.hasFrameworkId()) {
      return Optional.of("'ExecutorInfo.framework_id' must be set");
    }
    if (!executor.getFrameworkId().getValue().equals(framework.id)) {
      return Optional.of(
          "ExecutorInfo has an invalid FrameworkID (Actual: "
              + executor.getFrameworkId().getValue()
              + " vs Expected: "
              + framework.id
              + ")");
    }
    var bad =
        executor.getResourcesList().stream()
            .map(TaskRules::resource)
            .flatMap(Optional::stream)
            .findFirst();
    if (bad.isPresent()) {
      return bad;
    }
    var existing = agent.executors.get(new Agent.Key(framework.id, id));
    return existing == null || existing.info().equals(executor)
        ? Optional.empty()
        : Optional.of(incompatible(existing.info(), executor));
  }

  private static Optional<String> resources(ExecutorInfo executor) {
    var has = Resources.of(executor.getResourcesList());
    var name = "Executor '" + executor.getExecutorId().getValue() + "' uses ";
    if (has.milli("cpus") < 10) {
      return Optional.of(
          name + "less CPUs (" + amount(has, "cpus") + ") than the minimum required (0.01)");
    }
    if (has.milli("mem") < 32_000) {
      var amount = has.milli("mem") == 0 ? "None" : amount(has, "mem") + "MB";
      return Optional.of(name + "less memory (" + amount + ") than the minimum required (32MB)");
    }
    return has.milli("disk") == 0 ? Optional.of(name + "no disk") : Optional.empty();
  }

  private static String amount(Resources has, String name) {
    return has.milli(name) == 0 ? "None" : ResourceText.number(has.milli(name) / 1000.0);
  }

  private static String incompatible(ExecutorInfo existing, ExecutorInfo given) {
    return "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n"
        + LINE
        + "Existing ExecutorInfo:\n"
        + text(existing)
        + "\n"
        + LINE
        + "ExecutorInfo:\n"
        + text(given)
        + "\n"
        + LINE;
  }

  /** Text format as C++ prints it: whole doubles without a fraction. */
  private static String text(ExecutorInfo executor) {
    return TextFormat.printer().printToString(executor).replaceAll("(?m): (-?\\d+)\\.0$", ": $1");
  }
}
