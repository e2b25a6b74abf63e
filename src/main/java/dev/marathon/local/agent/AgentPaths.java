package dev.marathon.local.agent;

import java.nio.file.Path;
import org.apache.mesos.v1.Protos.AgentID;

/**
 * Where an agent keeps things under its work directory; sandboxes lie where those of Mesos lie.
 *
 * @param work absolute
 */
record AgentPaths(Path work, AgentID agent) {

  AgentPaths {
    work = work.toAbsolutePath().normalize();
    requireName(agent.getValue());
  }

  /** Holds a directory for each framework. */
  Path frameworks() {
    return work.resolve("slaves").resolve(agent.getValue()).resolve("frameworks");
  }

  /** Holds a directory for each run of an executor, and the link {@code latest}. */
  Path runs(String framework, String executor) {
    return frameworks()
        .resolve(requireName(framework))
        .resolve("executors")
        .resolve(requireName(executor))
        .resolve("runs");
  }

  /** Sandbox of the executor: a task's own, or the one around all tasks of a group. */
  Path executorSandbox(Launch launch) {
    return runs(launch.framework().getId().getValue(), launch.executorId())
        .resolve(launch.executorContainer());
  }

  /** Working directory of the task. */
  Path sandbox(Launch launch) {
    var run = executorSandbox(launch);
    return launch.pod().isPresent() ? run.resolve("containers").resolve(launch.container()) : run;
  }

  /** Persistent volumes of a role. */
  Path volumes(String role) {
    var roles = work.resolve("volumes").resolve("roles");
    for (var component : role.split("/")) {
      roles = roles.resolve(requireName(component));
    }
    return roles;
  }

  Path fetchCache() {
    return work.resolve("fetch").resolve(agent.getValue());
  }

  /** Private to the agent: nothing below is readable by tasks. */
  Path meta() {
    return work.resolve("meta").resolve(agent.getValue());
  }

  /** Holds a directory with the records of each task. */
  Path records() {
    return meta().resolve("tasks");
  }

  /** Where supervisors leave exit statuses, in files named after containers. */
  Path exits() {
    return meta().resolve("exits");
  }

  /** Notes about sandboxes whose tasks have ended. */
  Path ended() {
    return meta().resolve("ended");
  }

  /**
   * Refuses what would name another directory than one in its parent.
   *
   * @throws IllegalArgumentException if it would
   */
  static String requireName(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a file name: '" + name + "'");
    }
    return name;
  }
}
