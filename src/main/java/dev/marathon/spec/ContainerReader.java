package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads containers, volumes, ports and networks. */
final class ContainerReader {

  private ContainerReader() {}

  static Container container(JsonNode json, Violations found) {
    return new Container(
        Container.Type.valueOf(Json.text(json, "type", "DOCKER")),
        Json.member(json, "docker").map(ContainerReader::docker),
        Json.list(json, "volumes", "/container", (volume, path) -> volume(volume, path, found)),
        Json.member(json, "portMappings")
            .map(m -> Json.list(json, "portMappings", ContainerReader::mapping)),
        Json.member(json, "linuxInfo").map(ContainerReader::linuxInfo));
  }

  private static Container.Docker docker(JsonNode json) {
    return new Container.Docker(
        Json.text(json, "image", ""),
        Json.bool(json, "forcePullImage", false),
        Json.bool(json, "privileged", false),
        Json.list(
            json,
            "parameters",
            item ->
                new Container.Parameter(Json.text(item, "key", ""), Json.text(item, "value", ""))),
        Json.text(json.path("pullConfig"), "secret"));
  }

  private static Container.LinuxInfo linuxInfo(JsonNode json) {
    return new Container.LinuxInfo(
        Json.member(json, "seccomp")
            .map(
                seccomp ->
                    new Container.Seccomp(
                        Json.text(seccomp, "profileName"),
                        Json.bool(seccomp, "unconfined", false))),
        Json.member(json, "ipcInfo")
            .map(
                ipc ->
                    new Container.IpcInfo(
                        Json.text(ipc, "mode", ""), Json.integer(ipc, "shmSize"))));
  }

  static PortMapping mapping(JsonNode json) {
    return new PortMapping(
        Json.integer(json, "containerPort", 0),
        Json.integer(json, "hostPort"),
        Json.integer(json, "servicePort", 0),
        Json.text(json, "protocol", "tcp"),
        Json.text(json, "name"),
        Json.texts(json, "labels"),
        Json.strings(json, "networkNames"));
  }

  static PortDefinition definition(JsonNode json) {
    return new PortDefinition(
        Json.integer(json, "port", 0),
        Json.text(json, "protocol", "tcp"),
        Json.text(json, "name"),
        Json.texts(json, "labels"));
  }

  static Network network(JsonNode json) {
    var mode =
        switch (AppDefaults.mode(json)) {
          case "host" -> Network.Mode.HOST;
          case "container/bridge" -> Network.Mode.BRIDGE;
          default -> Network.Mode.CONTAINER;
        };
    return new Network(mode, Json.text(json, "name"), Json.texts(json, "labels"));
  }

  private static Volume volume(JsonNode json, String path, Violations found) {
    String inside = Json.text(json, "containerPath", "");
    if (json.has("secret") && !json.has("persistent") && !json.has("external")) {
      return new Volume.Secret(inside, Json.text(json, "secret", ""));
    }
    var mode = Volume.Mode.valueOf(Json.text(json, "mode", "RW").toUpperCase(Locale.ROOT));
    if (json.has("persistent")) {
      return new Volume.Persistent(
          inside, mode, disk(json.path("persistent"), path + "/persistent", found));
    }
    if (json.has("external")) {
      return new Volume.External(
          inside, mode, external(json.path("external"), path + "/external", found));
    }
    return new Volume.Host(inside, Json.text(json, "hostPath", ""), mode);
  }

  private static Volume.PersistentDisk disk(JsonNode json, String path, Violations found) {
    String type = json.has("profileName") ? "mount" : "root";
    return new Volume.PersistentDisk(
        Optional.of(Json.text(json, "type", type)),
        json.path("size").asLong(),
        Json.member(json, "maxSize").map(JsonNode::asLong),
        Json.text(json, "profileName"),
        ConstraintReader.ofVolume(json.path("constraints"), path + "/constraints", found));
  }

  private static Volume.ExternalDisk external(JsonNode json, String path, Violations found) {
    return new Volume.ExternalDisk(
        Json.text(json, "name"),
        Json.text(json, "provider"),
        Json.integer(json, "size"),
        options(json, path, found),
        Json.bool(json, "shared", false));
  }

  private static Map<String, String> options(JsonNode json, String path, Violations found) {
    var options = new LinkedHashMap<String, String>();
    for (var option : json.path("options").properties()) {
      found.require(
          option.getValue().isTextual(), path + "/options/" + option.getKey(), "must be a string");
      options.put(option.getKey(), option.getValue().asText());
    }
    return options;
  }
}
