package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.optional;
import static dev.marathon.spec.Shape.Field.required;
import static dev.marathon.spec.Shape.bool;
import static dev.marathon.spec.Shape.choice;
import static dev.marathon.spec.Shape.integer;
import static dev.marathon.spec.Shape.list;
import static dev.marathon.spec.Shape.object;
import static dev.marathon.spec.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;

/** Types and limits of containers and volumes. */
final class ContainerShapes {

  private static final Shape PATH = text(1, 1024);
  private static final Shape MODE = choice("RO", "RW");
  private static final long MAX_MIB = 1L << 40;

  private static final Shape.Field CONTAINER_PATH = required("containerPath", PATH);

  private static final Shape HOST =
      object(CONTAINER_PATH, required("hostPath", PATH), required("mode", MODE));

  private static final Shape SECRET = object(CONTAINER_PATH, required("secret", text(1, 1024)));

  private static final Shape PERSISTENT =
      object(
          CONTAINER_PATH,
          required("mode", MODE),
          required(
              "persistent",
              object(
                  optional("type", choice("root", "path", "mount")),
                  required("size", integer(0, MAX_MIB)),
                  optional("maxSize", integer(0, MAX_MIB)),
                  optional("profileName", text(1, 1024)),
                  optional("constraints", list(list(0, 16, text()))))));

  private static final Shape EXTERNAL =
      object(
          CONTAINER_PATH,
          required("mode", MODE),
          required(
              "external",
              object(
                  optional("name", text(1, 1024)),
                  optional("provider", text(1, 1024)),
                  optional("size", integer(0, Integer.MAX_VALUE)),
                  optional("options", Shape.map((json, path, found) -> {})),
                  optional("shared", bool()))));

  /** The kind of a volume is told by its own key; without any it is taken for a host volume. */
  private static final Shape VOLUME = ContainerShapes::volume;

  private static final Shape LINUX_INFO =
      object(
          optional(
              "seccomp",
              object(optional("profileName", text(1, 1024)), optional("unconfined", bool()))),
          optional(
              "ipcInfo",
              object(
                  required("mode", choice("PRIVATE", "SHARE_PARENT")),
                  optional("shmSize", integer(0, Integer.MAX_VALUE)))));

  private static final Shape DOCKER =
      object(
          required("image", text(1, 1024)),
          optional("forcePullImage", bool()),
          optional("privileged", bool()),
          optional(
              "parameters",
              list(object(required("key", text(1, 1024)), required("value", text())))),
          optional("credential", object(required("principal", text()), optional("secret", text()))),
          optional("pullConfig", object(required("secret", text(1, 1024)))),
          optional("network", choice("BRIDGE", "HOST", "NONE", "USER")),
          optional("portMappings", list(PortShapes.MAPPING)));

  static final Shape CONTAINER =
      object(
          optional("type", choice("MESOS", "DOCKER")),
          optional("docker", DOCKER),
          optional("portMappings", list(PortShapes.MAPPING)),
          optional("volumes", list(VOLUME)),
          optional("linuxInfo", LINUX_INFO));

  private ContainerShapes() {}

  private static void volume(JsonNode json, String path, Violations found) {
    Shape shape = HOST;
    if (json.has("persistent")) {
      shape = PERSISTENT;
    } else if (json.has("external")) {
      shape = EXTERNAL;
    } else if (json.has("secret")) {
      shape = SECRET;
    }
    shape.check(json, path, found);
  }
}
