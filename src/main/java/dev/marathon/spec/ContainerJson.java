package dev.marathon.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Unhandled;

/** Writes containers and volumes. */
final class ContainerJson {

  private ContainerJson() {}

  static ObjectNode write(Container container) {
    var json = Json.object().put("type", container.type().name());
    container.docker().ifPresent(docker -> json.set("docker", docker(docker)));
    container.linuxInfo().ifPresent(info -> json.set("linuxInfo", linuxInfo(info)));
    var volumes = json.putArray("volumes");
    container.volumes().forEach(volume -> volumes.add(volume(volume)));
    container
        .portMappings()
        .ifPresent(
            ports -> {
              var mappings = json.putArray("portMappings");
              ports.forEach(port -> mappings.add(mapping(port)));
            });
    return json;
  }

  private static ObjectNode docker(Container.Docker docker) {
    var json =
        Json.object().put("forcePullImage", docker.forcePullImage()).put("image", docker.image());
    var parameters = json.putArray("parameters");
    docker
        .parameters()
        .forEach(
            parameter ->
                parameters.addObject().put("key", parameter.key()).put("value", parameter.value()));
    docker.pullSecret().ifPresent(secret -> json.putObject("pullConfig").put("secret", secret));
    return json.put("privileged", docker.privileged());
  }

  private static ObjectNode linuxInfo(Container.LinuxInfo info) {
    var json = Json.object();
    info.seccomp()
        .ifPresent(
            seccomp -> {
              var inner = json.putObject("seccomp");
              seccomp.profileName().ifPresent(name -> inner.put("profileName", name));
              inner.put("unconfined", seccomp.unconfined());
            });
    info.ipcInfo()
        .ifPresent(
            ipc -> {
              var inner = json.putObject("ipcInfo").put("mode", ipc.mode());
              CheckJson.number(inner, "shmSize", ipc.shmSize());
            });
    return json;
  }

  private static ObjectNode mapping(PortMapping port) {
    var json = Json.object().put("containerPort", port.containerPort());
    CheckJson.number(json, "hostPort", port.hostPort());
    json.set("labels", AppJson.labels(port.labels()));
    port.name().ifPresent(name -> json.put("name", name));
    AppJson.texts(json, "networkNames", port.networkNames());
    return json.put("protocol", port.protocol()).put("servicePort", port.servicePort());
  }

  private static ObjectNode volume(Volume volume) {
    var json = Json.object().put("containerPath", volume.containerPath());
    if (volume instanceof Volume.Host host) {
      return json.put("hostPath", host.hostPath()).put("mode", host.mode().name());
    }
    if (volume instanceof Volume.Persistent persistent) {
      json.set("persistent", disk(persistent.persistent()));
      return json.put("mode", persistent.mode().name());
    }
    if (volume instanceof Volume.External external) {
      json.set("external", disk(external.external()));
      return json.put("mode", external.mode().name());
    }
    if (volume instanceof Volume.Secret secret) {
      return json.put("secret", secret.secret());
    }
    throw new Unhandled(volume);
  }

  private static ObjectNode disk(Volume.PersistentDisk disk) {
    var json = Json.object();
    disk.type().ifPresent(type -> json.put("type", type));
    json.put("size", disk.size());
    disk.maxSize().ifPresent(size -> json.put("maxSize", size));
    disk.profileName().ifPresent(name -> json.put("profileName", name));
    var constraints = json.putArray("constraints");
    disk.constraints().forEach(constraint -> constraints.add(AppJson.constraint(constraint)));
    return json;
  }

  private static ObjectNode disk(Volume.ExternalDisk disk) {
    var json = Json.object();
    CheckJson.number(json, "size", disk.size());
    disk.name().ifPresent(name -> json.put("name", name));
    disk.provider().ifPresent(provider -> json.put("provider", provider));
    json.set("options", AppJson.labels(disk.options()));
    return json.put("shared", disk.shared());
  }
}
