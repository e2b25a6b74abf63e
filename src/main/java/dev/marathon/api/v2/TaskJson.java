package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.marathon.base.Version;
import dev.marathon.health.CheckHealth;
import dev.marathon.instance.Instance;
import dev.marathon.overview.Overview;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes tasks. */
final class TaskJson {

  private TaskJson() {}

  /**
   * @param servicePorts as shown; only {@code /v2/tasks} fills them
   */
  static ObjectNode write(
      Instance instance, AppDefinition app, Overview overview, List<Integer> servicePorts) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("appId", instance.appId().path());
    overview
        .checkOf(instance)
        .ifPresent(result -> json.putRawValue("checkResult", new RawValue(result)));
    health(json.putArray("healthCheckResults"), instance, app, overview);
    json.put("host", instance.placement().host());
    json.put("id", instance.task().toString());
    var addresses = json.putArray("ipAddresses");
    instance
        .addresses()
        .forEach(
            address ->
                addresses
                    .addObject()
                    .put("ipAddress", address.ipAddress())
                    .put("protocol", address.protocol()));
    boolean active = instance.condition().active();
    var ports = json.putArray("ports");
    if (active) {
      instance.placement().ports().forEach(ports::add);
    }
    var service = json.putArray("servicePorts");
    servicePorts.forEach(service::add);
    json.put("slaveId", instance.placement().agentId());
    json.put("state", instance.condition().taskState());
    if (active) {
      json.put("stagedAt", Version.format(instance.stagedAt()));
      time(json, "startedAt", instance.startedAt());
      json.put("version", instance.version().toString());
    }
    json.putArray("localVolumes");
    instance.placement().region().ifPresent(region -> json.put("region", region));
    instance.placement().zone().ifPresent(zone -> json.put("zone", zone));
    json.put("role", instance.role());
    return json;
  }

  private static void health(
      ArrayNode results, Instance instance, AppDefinition app, Overview overview) {
    if (app.healthChecks().isEmpty()) {
      return;
    }
    var known = overview.healthOf(instance);
    known.forEach(result -> result(results, instance, result));
    if (known.isEmpty()) {
      // After a take-over the last known health counts until the first new probe.
      stored(results, instance, instance.checks().byMarathon());
    }
    stored(results, instance, instance.checks().byAgent());
  }

  private static void stored(ArrayNode results, Instance instance, Optional<Boolean> healthy) {
    healthy.ifPresent(
        alive -> result(results, instance, CheckHealth.stored(alive, instance.since())));
  }

  private static void result(ArrayNode results, Instance instance, CheckHealth result) {
    var json =
        results
            .addObject()
            .put("alive", result.alive())
            .put("consecutiveFailures", result.consecutiveFailures());
    time(json, "firstSuccess", result.firstSuccess());
    time(json, "lastFailure", result.lastFailure());
    result.lastFailureCause().ifPresent(cause -> json.put("lastFailureCause", cause));
    time(json, "lastSuccess", result.lastSuccess());
    json.put("instanceId", instance.id().toString());
  }

  private static void time(ObjectNode json, String name, Optional<Instant> at) {
    at.ifPresent(time -> json.put(name, Version.format(time)));
  }
}
