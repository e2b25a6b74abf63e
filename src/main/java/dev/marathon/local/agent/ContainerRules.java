package dev.marathon.local.agent;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;

/**
 * What an agent without docker, images, CNI and file system isolation refuses to run, in the words
 * of a Mesos agent that was started with {@code --containerizers=mesos --isolation=posix}.
 */
final class ContainerRules {

  private ContainerRules() {}

  /** Why the task cannot be started here; empty if it can. */
  static Optional<LaunchFailure> refusal(Launch launch) {
    var task = launch.task();
    if (launch.pod().isEmpty() && task.hasExecutor()) {
      return Optional.of(
          LaunchFailure.container("custom executors are not supported by the embedded agent"));
    }
    return task.hasContainer() ? refusal(launch, task.getContainer()) : Optional.empty();
  }

  private static Optional<LaunchFailure> refusal(Launch launch, ContainerInfo container) {
    if (container.getType() == ContainerInfo.Type.DOCKER) {
      return Optional.of(
          LaunchFailure.executor(
              "Abnormal executor termination: unknown container; this cluster has no Docker"));
    }
    if (container.hasMesos() && container.getMesos().hasImage()) {
      return Optional.of(
          LaunchFailure.container(
              "Unsupported container image type: " + container.getMesos().getImage().getType()));
    }
    // Tasks of a group are not asked: their volumes are silently not there.
    if (launch.pod().isEmpty() && container.getVolumesCount() > 0) {
      return Optional.of(LaunchFailure.container("Volumes in ContainerInfo is not supported"));
    }
    return container.getNetworkInfosList().stream()
        .filter(NetworkInfo::hasName)
        .findFirst()
        .map(network -> LaunchFailure.container("Unknown CNI network '" + network.getName() + "'"));
  }

  /** Whether there is something to execute; without it the executor ends at once. */
  static boolean executable(CommandInfo command) {
    return command.hasValue();
  }
}
