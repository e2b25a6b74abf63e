package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.of;
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
                  of("type", choice("root", "path", "mount")),
                  required("size", integer(0, MAX_MIB)),
                  of("maxSize", integer(0, MAX_MIB)),
                  of("profileName", text(1, 1024)),
                  of("constraints", list(list(0, 16, text()))))));

  private static final Shape EXTERNAL =
      object(
          CONTAINER_PATH,
          required("mode", MODE),
          required(
              "external",
              object(
                  of("name", text(1, 1024)),
                  of("provider", text(1, 1024)),
                  of("size", integer(0, Integer.MAX_VALUE)),
                  of("options", Shape.map((json, path, found) -> {})),
                  of("shared", bool()))));

  /** The kind of a volume is told by its own key; without any it is taken for a host volume. */
  private static final Shape VOLUME = ContainerShapes::volume;

  private static final Shape LINUX_INFO =
      object(
          of("seccomp", object(of("profileName", text(1, 1024)), of("unconfined", bool()))),
          of(
              "ipcInfo",
              object(
                  required("mode", choice("PRIVATE", "SHARE_PARENT")),
                  of("shmSize", integer(0, Integer.MAX_VALUE)))));

  private static final Shape DOCKER =
      object(
          required("image", text(1, 1024)),
          of("forcePullImage", bool()),
          of("privileged", bool()),
          of("parameters", list(object(required("key", text(1, 1024)), required("value", text())))),
          of("credential", object(required("principal", text()), of("secret", text()))),
          of("pullConfig", object(required("secret", text(1, 1024)))),
          of("network", choice("BRIDGE", "HOST", "NONE", "USER")),
          of("portMappings", list(PortShapes.MAPPING)));

  static final Shape CONTAINER =
      object(
          of("type", choice("MESOS", "DOCKER")),
          of("docker", DOCKER),
          of("portMappings", list(PortShapes.MAPPING)),
          of("volumes", list(VOLUME)),
          of("linuxInfo", LINUX_INFO));

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
