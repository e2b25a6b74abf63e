package dev.marathon.local.agent;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.Environment;

/**
 * Environment variables of tasks. Nothing is inherited from the agent's own environment.
 *
 * @param base what the agent gives to every task; may hold {@code PATH}, {@code LIBPROCESS_IP},
 *     {@code MESOS_AGENT_ENDPOINT} and {@code MESOS_SLAVE_PID}
 */
record TaskEnvironment(Map<String, String> base) {

  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  static final String LOOPBACK = "127.0.0.1";

  /** IPv4 address that tasks are reached at. */
  String address() {
    return base.getOrDefault("LIBPROCESS_IP", LOOPBACK);
  }

  /** Environment of a task: what the agent sets, overridden by what the task asks for. */
  Map<String, String> of(Launch launch, Path executorSandbox, Path sandbox) {
    var all = new LinkedHashMap<String, String>();
    if (launch.pod().isPresent()) {
      all.put("PATH", base.getOrDefault("PATH", SEARCH_PATH));
      all.put("MESOS_CONTAINER_IP", address());
    } else {
      commandExecutor(all, launch, executorSandbox);
    }
    all.put("MESOS_ALLOCATION_ROLE", launch.role());
    all.put("MESOS_SANDBOX", sandbox.toString());
    all.put("PWD", sandbox.toString());
    putAll(all, launch.task().getCommand().getEnvironment());
    return all;
  }

  private void commandExecutor(Map<String, String> all, Launch launch, Path sandbox) {
    all.put("PATH", SEARCH_PATH);
    all.put("LIBPROCESS_IP", LOOPBACK);
    all.put("LIBPROCESS_PORT", "0");
    all.putAll(base);
    all.put("MESOS_DIRECTORY", sandbox.toString());
    all.put("MESOS_EXECUTOR_ID", launch.executorId());
    all.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "5secs");
    all.put("MESOS_FRAMEWORK_ID", launch.framework().getId().getValue());
    all.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
    all.put("MESOS_SLAVE_ID", launch.task().getAgentId().getValue());
    if (launch.checkpoint()) {
      all.put("MESOS_CHECKPOINT", "1");
      all.put("MESOS_RECOVERY_TIMEOUT", "15mins");
      all.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", "2secs");
    }
  }

  /** Environment of a program of this machine that is run for a task. */
  Map<String, String> search() {
    return Map.of("PATH", SEARCH_PATH);
  }

  /** Environment of a command that checks a task: the task's, without the role, and its own. */
  Map<String, String> ofCheck(Map<String, String> task, Environment own) {
    var all = new LinkedHashMap<>(task);
    all.remove("MESOS_ALLOCATION_ROLE");
    putAll(all, own);
    return all;
  }

  private static void putAll(Map<String, String> all, Environment environment) {
    for (var variable : environment.getVariablesList()) {
      if (variable.hasSecret() && variable.getSecret().hasValue()) {
        all.put(variable.getName(), variable.getSecret().getValue().getData().toStringUtf8());
      } else {
        all.put(variable.getName(), variable.getValue());
      }
    }
  }
}
