package dev.marathon.local.agent;

import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;

/** What an agent cannot hand to Docker, in the words of Mesos. */
final class DockerRules {

  private DockerRules() {}

  /** Why the task cannot be run; empty if it can, or if Docker has nothing to do with it. */
  static Optional<String> refusal(TaskInfo task) {
    var container = task.getContainer();
    if (!task.hasContainer() || container.getType() != ContainerInfo.Type.DOCKER) {
      return Optional.empty();
    }
    return relativeVolume(container)
        .or(() -> network(container))
        .or(() -> portMappings(task, container.getDocker()))
        .or(() -> command(task));
  }

  private static Optional<String> relativeVolume(ContainerInfo container) {
    return container.getVolumesList().stream()
        .filter(Volume::hasHostPath)
        .filter(each -> !each.getHostPath().startsWith("/"))
        .filter(each -> !each.getContainerPath().startsWith("/"))
        .findFirst()
        .map(
            each ->
                "Both host_path '%s' and container_path '%s' of a volume are relative"
                    .formatted(each.getHostPath(), each.getContainerPath()));
  }

  private static Optional<String> network(ContainerInfo container) {
    if (container.getDocker().getNetwork() != DockerInfo.Network.USER) {
      return Optional.empty();
    }
    return switch (container.getNetworkInfosCount()) {
      case 0 -> Optional.of("No network info found in container info");
      case 1 ->
          container.getNetworkInfos(0).hasName()
              ? Optional.empty()
              : Optional.of("No network name found in network info");
      default -> Optional.of("Only a single network can be defined in Docker run");
    };
  }

  private static Optional<String> portMappings(TaskInfo task, DockerInfo docker) {
    if (docker.getPortMappingsCount() == 0) {
      return Optional.empty();
    }
    boolean mappable =
        docker.getNetwork() == DockerInfo.Network.BRIDGE
            || docker.getNetwork() == DockerInfo.Network.USER;
    if (!mappable) {
      return Optional.of("Port mappings are only supported for bridge and user-defined networks");
    }
    if (task.getResourcesList().stream().noneMatch(each -> each.getName().equals("ports"))) {
      return Optional.of("Port mappings require port resources");
    }
    return docker.getPortMappingsList().stream()
        .map(DockerInfo.PortMapping::getHostPort)
        .filter(port -> !has(task, port))
        .findFirst()
        .map(port -> "Port [" + port + "] not included in resources");
  }

  private static boolean has(TaskInfo task, int port) {
    return task.getResourcesList().stream()
        .filter(each -> each.getName().equals("ports"))
        .flatMap(each -> each.getRanges().getRangeList().stream())
        .anyMatch(range -> range.getBegin() <= port && port <= range.getEnd());
  }

  private static Optional<String> command(TaskInfo task) {
    var command = task.getCommand();
    return task.hasCommand() && command.getShell() && !command.hasValue()
        ? Optional.of("Shell specified but no command value provided")
        : Optional.empty();
  }
}
