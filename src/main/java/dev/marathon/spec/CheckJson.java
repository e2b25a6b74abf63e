package dev.marathon.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Writes health checks, generic checks and readiness checks. */
public final class CheckJson {

  private CheckJson() {}

  public static ObjectNode health(HealthCheck check) {
    var json = Json.object();
    check.command().ifPresent(command -> json.putObject("command").put("value", command));
    json.put("gracePeriodSeconds", check.gracePeriodSeconds());
    if (check.protocol() == HealthCheck.Protocol.HTTP
        || check.protocol() == HealthCheck.Protocol.HTTPS
        || check.ignoreHttp1xx()) {
      json.put("ignoreHttp1xx", check.ignoreHttp1xx());
    }
    json.put("intervalSeconds", check.intervalSeconds());
    json.put("maxConsecutiveFailures", check.maxConsecutiveFailures());
    check.path().ifPresent(path -> json.put("path", path));
    number(json, "port", check.port());
    number(json, "portIndex", check.portIndex());
    json.put("protocol", check.protocol().name());
    check.ipProtocol().ifPresent(protocol -> json.put("ipProtocol", protocol));
    return json.put("timeoutSeconds", check.timeoutSeconds())
        .put("delaySeconds", check.delaySeconds());
  }

  static ObjectNode check(Check check) {
    var json = Json.object();
    check
        .http()
        .ifPresent(
            http -> {
              var inner = json.putObject("http");
              number(inner, "portIndex", http.portIndex());
              number(inner, "port", http.port());
              http.path().ifPresent(path -> inner.put("path", path));
              inner.put("scheme", http.scheme());
            });
    check
        .tcp()
        .ifPresent(
            tcp -> {
              var inner = json.putObject("tcp");
              number(inner, "portIndex", tcp.portIndex());
              number(inner, "port", tcp.port());
            });
    check
        .exec()
        .ifPresent(
            exec -> {
              var inner = json.putObject("exec").putObject("command");
              exec.shell().ifPresent(shell -> inner.put("shell", shell));
              AppJson.texts(inner, "argv", exec.argv());
            });
    return json.put("intervalSeconds", check.intervalSeconds())
        .put("timeoutSeconds", check.timeoutSeconds())
        .put("delaySeconds", check.delaySeconds());
  }

  static ObjectNode readiness(ReadinessCheck check) {
    var json =
        Json.object()
            .put("name", check.name())
            .put("protocol", check.protocol())
            .put("path", check.path())
            .put("portName", check.portName())
            .put("intervalSeconds", check.intervalSeconds())
            .put("timeoutSeconds", check.timeoutSeconds());
    var codes = json.putArray("httpStatusCodesForReady");
    check.httpStatusCodesForReady().forEach(codes::add);
    return json.put("preserveLastResponse", check.preserveLastResponse());
  }

  static void number(ObjectNode json, String name, Optional<Integer> value) {
    value.ifPresent(number -> json.put(name, number));
  }
}
