package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.base.AppId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes a definition of a body in canonical form whose types were checked and whose dependent
 * defaults were filled in. Fills in the defaults of single fields. Does not validate, except where
 * a wrong value has no typed form: constraints and options of external volumes.
 */
final class AppReader {

  private AppReader() {}

  /**
   * @param app members {@code id} and {@code dependencies} are absolute, {@code role} is present
   */
  static AppDefinition read(JsonNode app, Version version, Violations found) {
    return new AppDefinition(
        new AppId(app.path("id").asText()),
        Json.text(app, "cmd"),
        Json.strings(app, "args"),
        Json.text(app, "user"),
        Json.map(app, "env", EnvValue::of),
        Json.integer(app, "instances", 1),
        Json.decimal(app, "cpus", 1),
        Json.decimal(app, "mem", 128),
        Json.decimal(app, "disk", 0),
        Json.integer(app, "gpus", 0),
        Json.text(app, "executor", ""),
        Json.member(app, "executorResources").map(AppReader::executorResources),
        ConstraintReader.read(app.path("constraints"), "/constraints", found),
        Json.member(app, "acceptedResourceRoles")
            .map(roles -> distinct(Json.strings(app, "acceptedResourceRoles"))),
        Json.text(app, "role", AcceptedRoles.UNRESERVED_ROLE),
        Json.list(app, "fetch", AppReader::artifact),
        Json.member(app, "container").map(json -> ContainerReader.container(json, found)),
        Json.list(app, "networks", ContainerReader::network),
        Json.member(app, "portDefinitions")
            .map(definitions -> Json.list(app, "portDefinitions", ContainerReader::definition)),
        Json.bool(app, "requirePorts", false),
        Json.integer(app, "backoffSeconds", 1),
        Json.decimal(app, "backoffFactor", 1.15),
        Json.integer(app, "maxLaunchDelaySeconds", 300),
        Json.list(app, "healthChecks", CheckReader::health),
        Json.member(app, "check").map(CheckReader::check),
        Json.list(app, "readinessChecks", CheckReader::readiness),
        Json.integer(app, "taskKillGracePeriodSeconds"),
        upgrade(app.path("upgradeStrategy")),
        KillSelection.valueOf(Json.text(app, "killSelection", "YOUNGEST_FIRST")),
        UnreachableStrategy.of(app.path("unreachableStrategy")),
        Json.member(app, "residency").map(AppReader::residency),
        distinct(Json.list(app, "dependencies", json -> new PathId(json.asText()))),
        Json.texts(app, "labels"),
        Json.map(app, "secrets", json -> new SecretSource(Json.text(json, "source", ""))),
        Json.bool(app, "tty"),
        Json.member(app, "resourceLimits").map(AppReader::limits),
        version,
        Optional.empty());
  }

  private static Artifact artifact(JsonNode json) {
    return new Artifact(
        Json.text(json, "uri", ""),
        Json.bool(json, "extract", true),
        Json.bool(json, "executable", false),
        Json.bool(json, "cache", false),
        Json.text(json, "destPath"));
  }

  private static ExecutorResources executorResources(JsonNode json) {
    return new ExecutorResources(
        Json.decimal(json, "cpus", 0.1),
        Json.decimal(json, "mem", 32),
        Json.decimal(json, "disk", 10));
  }

  private static UpgradeStrategy upgrade(JsonNode json) {
    return new UpgradeStrategy(
        Json.decimal(json, "minimumHealthCapacity", 1),
        Json.decimal(json, "maximumOverCapacity", 1));
  }

  private static Residency residency(JsonNode json) {
    return new Residency(
        Json.integer(json, "relaunchEscalationTimeoutSeconds", 3600),
        Json.text(json, "taskLostBehavior", "WAIT_FOREVER"));
  }

  private static ResourceLimits limits(JsonNode json) {
    return new ResourceLimits(
        Json.member(json, "cpus").map(AppReader::limit),
        Json.member(json, "mem").map(AppReader::limit));
  }

  private static double limit(JsonNode json) {
    return json.isTextual() ? Double.POSITIVE_INFINITY : json.asDouble();
  }

  private static <T> List<T> distinct(List<T> items) {
    return new ArrayList<>(new LinkedHashSet<>(items));
  }
}
