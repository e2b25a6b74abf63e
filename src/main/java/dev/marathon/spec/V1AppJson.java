package dev.marathon.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes definitions as the v1 API shows them, without the counters of tasks. Fields that v1 does
 * not know are left out.
 */
public final class V1AppJson {

  private V1AppJson() {}

  public static ObjectNode write(AppDefinition app) {
    var json = Json.object();
    json.put("id", app.id().path().substring(1));
    json.put("cmd", app.cmd().orElse(""));
    var env = json.putObject("env");
    app.env()
        .forEach(
            (name, value) -> {
              if (value instanceof EnvValue.Text text) {
                env.put(name, text.value());
              }
            });
    json.put("instances", app.instances());
    json.put("cpus", app.cpus());
    json.put("mem", app.mem());
    json.put("disk", app.disk());
    json.put("executor", app.executor());
    var constraints = json.putArray("constraints");
    app.constraints().forEach(constraint -> constraints.add(AppJson.constraint(constraint)));
    var uris = json.putArray("uris");
    app.fetch().forEach(artifact -> uris.add(artifact.uri()));
    var ports = json.putArray("ports");
    app.servicePorts().forEach(ports::add);
    json.put("taskRateLimit", 1.0 / Math.max(1, app.backoffSeconds()));
    json.set("container", V1Container.write(app));
    var checks = json.putArray("healthChecks");
    app.healthChecks().stream()
        .filter(check -> check.protocol() != HealthCheck.Protocol.COMMAND)
        .forEach(check -> health(check, checks.addObject()));
    return json.put("version", app.version().toString());
  }

  private static void health(HealthCheck check, ObjectNode json) {
    boolean tcp = check.protocol().name().endsWith("TCP");
    json.put("protocol", tcp ? "TCP" : "HTTP");
    check.path().ifPresent(path -> json.put("path", path));
    json.put("portIndex", check.portIndex().orElse(0))
        .put("gracePeriodSeconds", check.gracePeriodSeconds())
        .put("intervalSeconds", check.intervalSeconds())
        .put("timeoutSeconds", check.timeoutSeconds())
        .put("maxConsecutiveFailures", check.maxConsecutiveFailures());
  }
}
