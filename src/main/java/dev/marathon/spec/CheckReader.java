package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads health checks, generic checks and readiness checks. */
final class CheckReader {

  private CheckReader() {}

  static HealthCheck health(JsonNode json) {
    return new HealthCheck(
        HealthCheck.Protocol.valueOf(Json.text(json, "protocol", "HTTP")),
        Json.text(json.path("command"), "value"),
        Json.text(json, "path"),
        Json.integer(json, "portIndex"),
        Json.integer(json, "port"),
        Json.integer(json, "gracePeriodSeconds", 300),
        Json.integer(json, "intervalSeconds", 60),
        Json.integer(json, "timeoutSeconds", 20),
        Json.integer(json, "maxConsecutiveFailures", 3),
        Json.integer(json, "delaySeconds", 15),
        Json.bool(json, "ignoreHttp1xx", false),
        Json.text(json, "ipProtocol").or(() -> Optional.of("IPv4")));
  }

  static Check check(JsonNode json) {
    return new Check(
        Json.member(json, "http").map(CheckReader::http),
        Json.member(json, "tcp")
            .map(tcp -> new Check.Tcp(Json.integer(tcp, "portIndex"), Json.integer(tcp, "port"))),
        Json.member(json, "exec")
            .map(exec -> exec.path("command"))
            .map(
                command ->
                    new Check.Exec(Json.text(command, "shell"), Json.strings(command, "argv"))),
        Json.integer(json, "intervalSeconds", 60),
        Json.integer(json, "timeoutSeconds", 20),
        Json.integer(json, "delaySeconds", 15));
  }

  private static Check.Http http(JsonNode json) {
    return new Check.Http(
        Json.integer(json, "portIndex"),
        Json.integer(json, "port"),
        Json.text(json, "path"),
        Json.text(json, "scheme", "HTTP"));
  }

  static ReadinessCheck readiness(JsonNode json) {
    var codes = Json.list(json, "httpStatusCodesForReady", JsonNode::asInt);
    return new ReadinessCheck(
        Json.text(json, "name", "readinessCheck"),
        Json.text(json, "protocol", "HTTP"),
        Json.text(json, "path", "/"),
        Json.text(json, "portName", "http-api"),
        Json.integer(json, "intervalSeconds", 30),
        Json.integer(json, "timeoutSeconds", 10),
        codes.isEmpty() ? List.of(200) : codes,
        Json.bool(json, "preserveLastResponse", false));
  }
}
