package dev.marathon.mesos;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Container;
import dev.marathon.spec.EnvValue;
import dev.marathon.spec.TaskPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables of a task: facts about the app, then where its ports are, then what the
 * user wrote; a later one replaces an earlier one of the same name.
 *
 * <p>References to secrets are left out: they are resolved elsewhere or not at all. Names and
 * values as in Marathon 1.10.
 */
final class TaskEnvironment {

  /** Longest label name and value that become variables, in characters; both exclusive. */
  private static final int LABEL_NAME_LIMIT = 493;

  private static final int LABEL_VALUE_LIMIT = 512;

  private final Map<String, String> variables = new LinkedHashMap<>();

  private TaskEnvironment() {}

  /** All variables in order. */
  static Map<String, String> of(LaunchSpec launch, Optional<String> portVariablePrefix) {
    var environment = new TaskEnvironment();
    environment.addApp(launch);
    environment.addLabels(launch.definition().labels());
    environment.addPorts(launch, portVariablePrefix.orElse(""));
    environment.addOwn(launch.definition().env());
    return environment.variables;
  }

  private void addApp(LaunchSpec launch) {
    AppDefinition app = launch.definition();
    variables.put("MESOS_TASK_ID", launch.taskId().toString());
    variables.put("MARATHON_APP_ID", app.id().path());
    variables.put("MARATHON_APP_VERSION", app.version().toString());
    app.container()
        .filter(container -> container.type() == Container.Type.DOCKER)
        .flatMap(Container::docker)
        .ifPresent(docker -> variables.put("MARATHON_APP_DOCKER_IMAGE", docker.image()));
    variables.put("MARATHON_APP_RESOURCE_CPUS", Double.toString(app.cpus()));
    variables.put("MARATHON_APP_RESOURCE_MEM", Double.toString(app.mem()));
    variables.put("MARATHON_APP_RESOURCE_DISK", Double.toString(app.disk()));
    variables.put("MARATHON_APP_RESOURCE_GPUS", Integer.toString(app.gpus()));
    variables.put("MARATHON_APP_ENFORCE_GROUP_ROLE", launch.enforceRole() ? "TRUE" : "FALSE");
  }

  private void addLabels(Map<String, String> labels) {
    var exported = new LinkedHashMap<String, String>();
    labels.forEach(
        (name, value) -> {
          if (name.length() < LABEL_NAME_LIMIT && value.length() < LABEL_VALUE_LIMIT) {
            exported.put(name.replaceAll("[^a-zA-Z0-9_]+", "_").toUpperCase(Locale.ROOT), value);
          }
        });
    variables.put("MARATHON_APP_LABELS", String.join(" ", exported.keySet()));
    exported.forEach((name, value) -> variables.put("MARATHON_APP_LABEL_" + name, value));
  }

  private void addPorts(LaunchSpec launch, String prefix) {
    variables.put(prefix + "HOST", launch.placement().host());
    List<TaskPort> ports = TaskPorts.of(launch);
    if (ports.isEmpty()) {
      return;
    }
    for (int i = 0; i < ports.size(); i++) {
      TaskPort port = ports.get(i);
      String number = Integer.toString(port.told());
      variables.put(prefix + "PORT" + i, number);
      int asked = port.request().number();
      variables.put(prefix + "PORT_" + (asked == 0 ? port.told() : asked), number);
      port.request()
          .name()
          .ifPresent(
              name -> variables.put(prefix + "PORT_" + name.toUpperCase(Locale.ROOT), number));
    }
    List<String> hostPortsFirst =
        Stream.concat(
                ports.stream().filter(p -> p.hostPort().isPresent()),
                ports.stream().filter(p -> p.hostPort().isEmpty()))
            .map(port -> Integer.toString(port.told()))
            .collect(Collectors.toList());
    variables.put(prefix + "PORT", hostPortsFirst.get(0));
    variables.put(prefix + "PORTS", String.join(",", hostPortsFirst));
  }

  private void addOwn(Map<String, EnvValue> env) {
    env.forEach(
        (name, value) -> {
          if (value instanceof EnvValue.Text text) {
            variables.put(name, text.value());
          }
        });
  }
}
