package dev.marathon.spec;

import java.util.List;
import java.util.Optional;

/**
 * How the task is contained.
 *
 * @param portMappings present with bridge and container networking only
 */
public record Container(
    Type type,
    Optional<Docker> docker,
    List<Volume> volumes,
    Optional<List<PortMapping>> portMappings,
    Optional<LinuxInfo> linuxInfo) {

  public enum Type {
    MESOS,
    DOCKER
  }

  /** Image and options; parameters and privileged are for the Docker containerizer only. */
  public record Docker(
      String image,
      boolean forcePullImage,
      boolean privileged,
      List<Parameter> parameters,
      Optional<String> pullSecret) {}

  /** One option of the docker command line. */
  public record Parameter(String key, String value) {}

  /** Kernel isolation of a Mesos container. */
  public record LinuxInfo(Optional<Seccomp> seccomp, Optional<IpcInfo> ipcInfo) {}

  public record Seccomp(Optional<String> profileName, boolean unconfined) {}

  /**
   * @param shmSize MiB
   */
  public record IpcInfo(String mode, Optional<Integer> shmSize) {}
}
