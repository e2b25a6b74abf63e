package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.optional;
import static dev.marathon.spec.Shape.Field.required;
import static dev.marathon.spec.Shape.MAX_TEXT;
import static dev.marathon.spec.Shape.bool;
import static dev.marathon.spec.Shape.choice;
import static dev.marathon.spec.Shape.decimal;
import static dev.marathon.spec.Shape.integer;
import static dev.marathon.spec.Shape.list;
import static dev.marathon.spec.Shape.map;
import static dev.marathon.spec.Shape.object;
import static dev.marathon.spec.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Types and limits of an app body, field by field. */
final class AppShapes {

  /** Upper bound of numbers that have none of their own; keeps arithmetic on them exact. */
  private static final double MAX_AMOUNT = 1e12;

  private static final Pattern EXECUTOR = Pattern.compile("//cmd|/?[^/]+(/[^/]+)*|");
  private static final int MAX_PATTERNED = 1024;

  private static final Shape SECONDS = integer(0, Integer.MAX_VALUE);
  private static final Shape AMOUNT = decimal(0, MAX_AMOUNT);
  private static final Shape FRACTION = decimal(0, 1);
  private static final Shape STRINGS = list(text());
  private static final Shape CONSTRAINTS = list(list(0, 16, text()));
  private static final Shape PATH = path(Ids::isLegacyPath);

  private static final Shape ENV_VALUE =
      (json, path, found) -> {
        if (json.isObject()) {
          object(required("secret", text(1, MAX_PATTERNED))).check(json, path, found);
        } else if (json.isTextual()) {
          text().check(json, path, found);
        } else {
          found.add(path, "error.expected.jsobject", "must be a string or {\"secret\": \"name\"}");
        }
      };

  private static final Shape UNREACHABLE =
      (json, path, found) -> {
        if (json.isTextual()) {
          choice("disabled").check(json, path, found);
        } else {
          object(
                  optional("inactiveAfterSeconds", SECONDS),
                  optional("expungeAfterSeconds", SECONDS))
              .check(json, path, found);
        }
      };

  private static final Shape LIMIT =
      (json, path, found) -> {
        if (json.isTextual()) {
          choice("unlimited").check(json, path, found);
        } else {
          AMOUNT.check(json, path, found);
        }
      };

  private static final Shape ARTIFACT =
      object(
          required("uri", text(1, 1024)),
          optional("extract", bool()),
          optional("executable", bool()),
          optional("cache", bool()),
          optional("destPath", text(1, 1024)));

  private static final List<Shape.Field> ALWAYS =
      List.of(
          optional("cmd", text(1, MAX_TEXT)),
          optional("args", STRINGS),
          optional("user", text()),
          optional("env", map(ENV_VALUE)),
          optional("instances", SECONDS),
          optional("cpus", decimal(0.001, MAX_AMOUNT)),
          optional("mem", AMOUNT),
          optional("disk", AMOUNT),
          optional("gpus", SECONDS),
          optional(
              "executor",
              text(
                  0,
                  MAX_PATTERNED,
                  executor -> EXECUTOR.matcher(executor).matches(),
                  "must be empty, '//cmd' or the path of an executor")),
          optional(
              "executorResources",
              object(
                  optional("cpus", decimal(0.1, MAX_AMOUNT)),
                  optional("mem", decimal(32, MAX_AMOUNT)),
                  optional("disk", decimal(10, MAX_AMOUNT)))),
          optional("constraints", CONSTRAINTS),
          optional("acceptedResourceRoles", list(text(0, MAX_PATTERNED))),
          optional("role", text(1, MAX_PATTERNED)),
          optional("fetch", list(ARTIFACT)),
          optional("uris", list(text(1, 1024))),
          optional("container", ContainerShapes.CONTAINER),
          optional("networks", list(PortShapes.NETWORK)),
          optional("ipAddress", PortShapes.IP_ADDRESS),
          optional("ports", list(integer(0, 65_535))),
          optional("portDefinitions", list(PortShapes.DEFINITION)),
          optional("requirePorts", bool()),
          optional("backoffSeconds", SECONDS),
          optional("backoffFactor", decimal(1, 1e6)),
          optional("maxLaunchDelaySeconds", SECONDS),
          optional("healthChecks", list(CheckShapes.HEALTH)),
          optional("check", CheckShapes.CHECK),
          optional("readinessChecks", list(CheckShapes.READINESS)),
          optional("taskKillGracePeriodSeconds", SECONDS),
          optional(
              "upgradeStrategy",
              object(
                  required("minimumHealthCapacity", FRACTION),
                  required("maximumOverCapacity", FRACTION))),
          optional("killSelection", choice("YOUNGEST_FIRST", "OLDEST_FIRST")),
          optional("unreachableStrategy", UNREACHABLE),
          optional(
              "residency",
              object(
                  optional("relaunchEscalationTimeoutSeconds", SECONDS),
                  optional("taskLostBehavior", choice("WAIT_FOREVER", "RELAUNCH_AFTER_TIMEOUT")))),
          optional("dependencies", list(PATH)),
          optional("labels", map(text())),
          optional("secrets", map(object(required("source", text(1, 1024))))),
          optional("tty", bool()),
          optional("resourceLimits", object(optional("cpus", LIMIT), optional("mem", LIMIT))),
          optional("version", Shape.time()));

  /**
   * A whole definition; {@code id} is required. A body that is no object at all is reported as a
   * missing {@code id}, as Marathon 1.11 does.
   */
  static final Shape FULL = whole(required("id", PATH), "/id");

  /** A partial update; every field may be missing. */
  static final Shape FRAGMENT = whole(optional("id", PATH), "");

  /** Names of all fields that a body may have and that mean something. */
  static final List<String> NAMES = ALWAYS.stream().map(Shape.Field::name).toList();

  private AppShapes() {}

  static Shape path(Predicate<String> rule) {
    return text(1, Ids.MAX_LENGTH, text -> text.isEmpty() || rule.test(text), Ids.WHAT_A_PATH_IS);
  }

  private static Shape whole(Shape.Field id, String blamed) {
    var fields = new ArrayList<Shape.Field>();
    fields.add(id);
    fields.addAll(ALWAYS);
    var shape = object(fields.toArray(Shape.Field[]::new));
    return (JsonNode json, String path, Violations found) -> {
      if (json.isObject()) {
        shape.check(json, path, found);
      } else {
        found.add(path + blamed, "error.expected.jsobject", "the body must be an object");
      }
    };
  }
}
