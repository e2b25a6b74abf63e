package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * How the task is contained.
 *
 * @param portMappings present with bridge and container networking only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Container(
    Type type,
    Optional<Docker> docker,
    List<Volume> volumes,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<PortMapping>> portMappings,
    Optional<LinuxInfo> linuxInfo) {

  public Container {
    docker = Immutable.optional(docker);
    volumes = Immutable.list(volumes);
    portMappings = Immutable.optionalList(portMappings);
    linuxInfo = Immutable.optional(linuxInfo);
  }

  /** The same container with other port mappings. */
  public Container withPortMappings(Optional<List<PortMapping>> mappings) {
    return new Container(type, docker, volumes, mappings, linuxInfo);
  }

  public enum Type {
    MESOS,
    DOCKER
  }

  /** Image and options; parameters and privileged are for the Docker containerizer only. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Docker(
      String image,
      boolean forcePullImage,
      boolean privileged,
      List<Parameter> parameters,
      Optional<String> pullSecret) {
    public Docker {
      parameters = Immutable.list(parameters);
      pullSecret = Immutable.optional(pullSecret);
    }
  }

  /** One option of the docker command line. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Parameter(String key, String value) {}

  /** Kernel isolation of a Mesos container. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LinuxInfo(Optional<Seccomp> seccomp, Optional<IpcInfo> ipcInfo) {
    public LinuxInfo {
      seccomp = Immutable.optional(seccomp);
      ipcInfo = Immutable.optional(ipcInfo);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Seccomp(Optional<String> profileName, boolean unconfined) {
    public Seccomp {
      profileName = Immutable.optional(profileName);
    }
  }

  /**
   * @param shmSize MiB
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record IpcInfo(String mode, Optional<Integer> shmSize) {
    public IpcInfo {
      shmSize = Immutable.optional(shmSize);
    }
  }
}
