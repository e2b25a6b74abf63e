package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Unhandled;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes definitions as the v2 API shows them. Optional values and certain collections are left out
 * when they are empty, others are always there; amounts have a decimal point. What this writes, the
 * parser reads back to the same definition.
 */
public final class AppJson {

  private AppJson() {}

  public static ObjectNode write(AppDefinition app) {
    var json = Json.object();
    json.put("id", app.id().path());
    texts(json, "args", app.args());
    json.put("backoffFactor", app.backoffFactor());
    json.put("backoffSeconds", app.backoffSeconds());
    app.cmd().ifPresent(cmd -> json.put("cmd", cmd));
    array(json, "constraints", app.constraints(), AppJson::constraint);
    app.container().ifPresent(container -> json.set("container", ContainerJson.write(container)));
    json.put("cpus", app.cpus());
    texts(json, "dependencies", app.dependencies());
    json.put("disk", app.disk());
    if (!app.env().isEmpty()) {
      var env = json.putObject("env");
      app.env().forEach((name, value) -> variable(env, name, value));
    }
    json.put("executor", app.executor());
    app.executorResources()
        .ifPresent(
            resources ->
                json.putObject("executorResources")
                    .put("cpus", resources.cpus())
                    .put("mem", resources.mem())
                    .put("disk", resources.disk()));
    array(json, "fetch", app.fetch(), AppJson::artifact);
    array(json, "healthChecks", app.healthChecks(), CheckJson::health);
    app.check().ifPresent(check -> json.set("check", CheckJson.check(check)));
    json.put("instances", app.instances());
    json.set("labels", labels(app.labels()));
    json.put("maxLaunchDelaySeconds", app.maxLaunchDelaySeconds());
    json.put("mem", app.mem());
    json.put("gpus", app.gpus());
    placement(app, json);
    lifecycle(app, json);
    return json;
  }

  /** The members of which lists consist, as {@link #write} writes them. */
  public static ObjectNode brief(AppDefinition app) {
    var json = Json.object();
    json.put("id", app.id().path());
    json.put("cpus", app.cpus());
    json.put("instances", app.instances());
    json.set("labels", labels(app.labels()));
    json.put("mem", app.mem());
    json.put("version", app.version().toString());
    return json;
  }

  private static void placement(AppDefinition app, ObjectNode json) {
    var networks = json.putArray("networks");
    app.networks().forEach(network -> networks.add(network(network)));
    app.portDefinitions()
        .ifPresent(
            ports -> {
              var definitions = json.putArray("portDefinitions");
              ports.forEach(port -> definitions.add(definition(port)));
            });
    array(json, "readinessChecks", app.readinessChecks(), CheckJson::readiness);
    app.residency()
        .ifPresent(
            residency ->
                json.putObject("residency")
                    .put(
                        "relaunchEscalationTimeoutSeconds",
                        residency.relaunchEscalationTimeoutSeconds())
                    .put("taskLostBehavior", residency.taskLostBehavior()));
    json.put("requirePorts", app.requirePorts());
    app.resourceLimits().ifPresent(limits -> json.set("resourceLimits", limits(limits)));
    app.acceptedResourceRoles().ifPresent(roles -> texts(json, "acceptedResourceRoles", roles));
    json.put("role", app.role());
  }

  private static void lifecycle(AppDefinition app, ObjectNode json) {
    if (!app.secrets().isEmpty()) {
      var secrets = json.putObject("secrets");
      app.secrets()
          .forEach((name, secret) -> secrets.putObject(name).put("source", secret.source()));
    }
    app.taskKillGracePeriodSeconds()
        .ifPresent(seconds -> json.put("taskKillGracePeriodSeconds", seconds));
    json.putObject("upgradeStrategy")
        .put("maximumOverCapacity", app.upgradeStrategy().maximumOverCapacity())
        .put("minimumHealthCapacity", app.upgradeStrategy().minimumHealthCapacity());
    app.user().ifPresent(user -> json.put("user", user));
    json.put("version", app.version().toString());
    app.versionInfo()
        .ifPresent(
            info ->
                json.putObject("versionInfo")
                    .put("lastScalingAt", info.lastScalingAt().toString())
                    .put("lastConfigChangeAt", info.lastConfigChangeAt().toString()));
    json.put("killSelection", app.killSelection().name());
    unreachable(json, app.unreachableStrategy());
    app.tty().ifPresent(tty -> json.put("tty", tty));
  }

  private static void unreachable(ObjectNode json, UnreachableStrategy strategy) {
    if (strategy instanceof UnreachableStrategy.Disabled disabled) {
      json.put("unreachableStrategy", disabled.json());
    } else if (strategy instanceof UnreachableStrategy.After after) {
      json.putObject("unreachableStrategy")
          .put("inactiveAfterSeconds", after.inactiveAfterSeconds())
          .put("expungeAfterSeconds", after.expungeAfterSeconds());
    } else {
      throw new Unhandled(strategy);
    }
  }

  private static void variable(ObjectNode env, String name, EnvValue value) {
    if (value instanceof EnvValue.Text text) {
      env.put(name, text.value());
    } else if (value instanceof EnvValue.SecretRef secret) {
      env.putObject(name).put("secret", secret.secret());
    } else {
      throw new Unhandled(value);
    }
  }

  static ArrayNode constraint(Constraint constraint) {
    var json = Json.array();
    ConstraintReader.write(constraint).forEach(json::add);
    return json;
  }

  private static ObjectNode artifact(Artifact artifact) {
    var json =
        Json.object()
            .put("uri", artifact.uri())
            .put("extract", artifact.extract())
            .put("executable", artifact.executable())
            .put("cache", artifact.cache());
    artifact.destPath().ifPresent(path -> json.put("destPath", path));
    return json;
  }

  private static ObjectNode network(Network network) {
    var json = Json.object();
    network.name().ifPresent(name -> json.put("name", name));
    json.put("mode", network.mode().json());
    if (!network.labels().isEmpty()) {
      json.set("labels", labels(network.labels()));
    }
    return json;
  }

  private static ObjectNode definition(PortDefinition port) {
    var json = Json.object().put("port", port.port());
    if (!port.labels().isEmpty()) {
      json.set("labels", labels(port.labels()));
    }
    port.name().ifPresent(name -> json.put("name", name));
    return json.put("protocol", port.protocol());
  }

  private static ObjectNode limits(ResourceLimits limits) {
    var json = Json.object();
    limit(json, "cpus", limits.cpus());
    limit(json, "mem", limits.mem());
    return json;
  }

  private static void limit(ObjectNode json, String name, Optional<Double> limit) {
    limit.ifPresent(
        most -> {
          if (most.isInfinite()) {
            json.put(name, "unlimited");
          } else {
            json.set(name, DoubleNode.valueOf(most));
          }
        });
  }

  static ObjectNode labels(Map<String, String> labels) {
    var json = Json.object();
    labels.forEach(json::put);
    return json;
  }

  /** Adds an array of the items' texts, unless there are none. */
  static void texts(ObjectNode json, String name, Collection<?> items) {
    if (!items.isEmpty()) {
      var array = json.putArray(name);
      items.forEach(item -> array.add(item.toString()));
    }
  }

  /** Adds an array, unless it is empty. */
  static <T> void array(
      ObjectNode json, String name, List<T> items, Function<T, ? extends JsonNode> write) {
    if (!items.isEmpty()) {
      var array = json.putArray(name);
      items.forEach(item -> array.add(write.apply(item)));
    }
  }
}
