package dev.marathon.mesos;

import static dev.marathon.mesos.ProtoValues.labels;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Container;
import dev.marathon.spec.Network;
import dev.marathon.spec.TaskPort;
import dev.marathon.spec.Volume;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.SeccompInfo;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TTYInfo;

/**
 * How the task is contained: by the Docker daemon or by Mesos itself.
 *
 * <p>Persistent volumes are not here: they are part of the task's resources. Secrets' volumes are
 * left to whoever resolves secrets.
 */
final class ContainerWriter {

  private final LaunchSpec launch;
  private final AppDefinition app;
  private final LaunchSettings settings;
  private final List<TaskPort> ports;

  ContainerWriter(LaunchSpec launch, LaunchSettings settings) {
    this.launch = launch;
    this.app = launch.definition();
    this.settings = settings;
    this.ports = TaskPorts.of(launch);
  }

  /** Absent for a task that runs on the agent as it is. */
  Optional<ContainerInfo> write() {
    boolean tty = app.tty().orElse(false);
    if (app.container().isEmpty() && app.hostMode() && !tty) {
      return Optional.empty();
    }
    boolean docker =
        app.container().map(Container::type).filter(Container.Type.DOCKER::equals).isPresent();
    var info = docker ? docker() : mesos();
    app.container().ifPresent(container -> addCommon(info, container));
    if (tty) {
      info.setTtyInfo(TTYInfo.getDefaultInstance());
    }
    return Optional.of(info.build());
  }

  private ContainerInfo.Builder docker() {
    var wanted =
        app.container()
            .flatMap(Container::docker)
            .orElseThrow(() -> new IllegalArgumentException("a DOCKER container needs an image"));
    var docker =
        DockerInfo.newBuilder()
            .setImage(wanted.image())
            .setForcePullImage(wanted.forcePullImage())
            .setPrivileged(wanted.privileged())
            .setNetwork(dockerNetwork());
    wanted.parameters().forEach(p -> docker.addParameters(parameter(p.key(), p.value())));
    docker.addParameters(parameter("label", "MESOS_TASK_ID=" + launch.taskId()));
    if (!app.hostMode()) {
      for (TaskPort port : ports) {
        for (String protocol : port.request().protocols()) {
          port.hostPort()
              .ifPresent(
                  hostPort ->
                      docker.addPortMappings(
                          DockerInfo.PortMapping.newBuilder()
                              .setHostPort(hostPort)
                              .setContainerPort(port.inside())
                              .setProtocol(protocol)));
        }
      }
    }
    var info = ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER).setDocker(docker);
    named(Network.Mode.CONTAINER)
        .forEach(n -> info.addNetworkInfos(network(n.name().orElse(""), n)));
    return info;
  }

  private DockerInfo.Network dockerNetwork() {
    if (app.hostMode()) {
      return DockerInfo.Network.HOST;
    }
    return named(Network.Mode.BRIDGE).isEmpty()
        ? DockerInfo.Network.USER
        : DockerInfo.Network.BRIDGE;
  }

  private ContainerInfo.Builder mesos() {
    var mesos = ContainerInfo.MesosInfo.newBuilder();
    app.container().flatMap(Container::docker).ifPresent(d -> mesos.setImage(image(d)));
    var info = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).setMesos(mesos);
    named(Network.Mode.BRIDGE)
        .forEach(n -> info.addNetworkInfos(mapped(settings.bridgeNetwork(), n)));
    named(Network.Mode.CONTAINER)
        .forEach(n -> info.addNetworkInfos(mapped(n.name().orElse(""), n)));
    return info;
  }

  private Image image(Container.Docker docker) {
    var image = Image.Docker.newBuilder().setName(docker.image());
    docker
        .pullSecret()
        .flatMap(name -> Optional.ofNullable(app.secrets().get(name)))
        .ifPresent(
            secret ->
                image.setConfig(
                    Secret.newBuilder()
                        .setType(Secret.Type.REFERENCE)
                        .setReference(Secret.Reference.newBuilder().setName(secret.source()))));
    return Image.newBuilder()
        .setType(Image.Type.DOCKER)
        .setDocker(image)
        .setCached(!docker.forcePullImage())
        .build();
  }

  private List<Network> named(Network.Mode mode) {
    return app.networks().stream().filter(network -> network.mode() == mode).toList();
  }

  /** A network that we want an address on. */
  private static NetworkInfo.Builder network(String name, Network network) {
    var info =
        NetworkInfo.newBuilder()
            .addIpAddresses(NetworkInfo.IPAddress.getDefaultInstance())
            .setName(name);
    if (!network.labels().isEmpty()) {
      info.setLabels(labels(network.labels()));
    }
    return info;
  }

  /** The same with the host ports that lead into it. */
  private NetworkInfo.Builder mapped(String name, Network network) {
    var info = network(name, network);
    for (TaskPort port : ports) {
      if (port.on(name) && port.hostPort().isPresent()) {
        for (String protocol : port.request().protocols()) {
          info.addPortMappings(
              NetworkInfo.PortMapping.newBuilder()
                  .setHostPort(port.hostPort().get())
                  .setContainerPort(port.inside())
                  .setProtocol(protocol));
        }
      }
    }
    return info;
  }

  private static void addCommon(ContainerInfo.Builder info, Container container) {
    for (Volume volume : container.volumes()) {
      if (volume instanceof Volume.Host host) {
        info.addVolumes(
            Protos.Volume.newBuilder()
                .setContainerPath(host.containerPath())
                .setHostPath(host.hostPath())
                .setMode(Protos.Volume.Mode.valueOf(host.mode().name())));
      } else if (volume instanceof Volume.External) {
        throw new IllegalArgumentException("external volumes cannot be launched yet");
      }
    }
    container.linuxInfo().ifPresent(linux -> info.setLinuxInfo(linux(linux)));
  }

  private static LinuxInfo linux(Container.LinuxInfo wanted) {
    var linux = LinuxInfo.newBuilder();
    wanted
        .seccomp()
        .ifPresent(
            seccomp -> {
              var info = SeccompInfo.newBuilder().setUnconfined(seccomp.unconfined());
              seccomp.profileName().ifPresent(info::setProfileName);
              linux.setSeccomp(info);
            });
    wanted
        .ipcInfo()
        .ifPresent(
            ipc -> {
              linux.setIpcMode(LinuxInfo.IpcMode.valueOf(ipc.mode()));
              ipc.shmSize().ifPresent(linux::setShmSize);
            });
    return linux.build();
  }

  private static Protos.Parameter parameter(String key, String value) {
    return Protos.Parameter.newBuilder().setKey(key).setValue(value).build();
  }
}
