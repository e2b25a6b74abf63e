package dev.marathon.spec;

import java.util.List;
import java.util.Optional;

/** Rules of health checks, generic checks and readiness checks. */
final class CheckRules {

  private final AppDefinition app;
  private final Violations found;
  private final boolean docker;
  private final List<PortRequest> ports;

  private CheckRules(AppDefinition app, Violations found) {
    this.app = app;
    this.found = found;
    this.docker = app.container().map(c -> c.type() == Container.Type.DOCKER).orElse(false);
    this.ports = app.portRequests();
  }

  static void check(AppDefinition app, Violations found) {
    var rules = new CheckRules(app, found);
    rules.health();
    app.check().ifPresent(rules::generic);
    rules.readiness();
  }

  private void health() {
    var checks = app.healthChecks();
    // Several COMMAND checks were allowed once; such apps must stay valid.
    long agents =
        checks.stream()
            .map(HealthCheck::protocol)
            .filter(protocol -> !protocol.byMarathon() && protocol != HealthCheck.Protocol.COMMAND)
            .count();
    found.require(agents <= 1, "/", "'healthChecks' may contain at most one of protocol MESOS_*");
    for (int i = 0; i < checks.size(); i++) {
      one(checks.get(i), "/healthChecks(" + i + ")");
    }
  }

  private void one(HealthCheck check, String path) {
    if (check.protocol() == HealthCheck.Protocol.COMMAND) {
      found.require(
          check.command().isPresent(), path + "/command", "is required for protocol COMMAND");
    } else {
      port(check.portIndex(), check.port(), path);
    }
    boolean ipv6 = check.ipProtocol().map("IPv6"::equals).orElse(false);
    found.require(
        !ipv6 || (docker && !check.protocol().byMarathon()),
        path,
        "IPv6 is for checks of protocol MESOS_* with a container of type DOCKER only");
  }

  private void port(Optional<Integer> index, Optional<Integer> port, String path) {
    boolean exists = index.map(i -> i < ports.size()).orElse(port.isPresent() || ports.size() == 1);
    found.require(
        exists,
        path,
        "portIndex must address an element of portDefinitions or container.portMappings, of which"
            + " there are "
            + ports.size());
  }

  private void generic(Check check) {
    found.require(
        !docker, "/check", "does not work with a container of type DOCKER: use 'healthChecks'");
    long kinds =
        List.of(check.http(), check.tcp(), check.exec()).stream()
            .filter(Optional::isPresent)
            .count();
    found.require(kinds == 1, "/check", "must be one of http, tcp and exec");
    check.http().ifPresent(http -> port(http.portIndex(), http.port(), "/check/http"));
    check.tcp().ifPresent(tcp -> port(tcp.portIndex(), tcp.port(), "/check/tcp"));
    check
        .exec()
        .ifPresent(
            exec ->
                found.require(
                    exec.shell().isPresent() == exec.argv().isEmpty(),
                    "/check/exec/command",
                    "must be one of shell and argv"));
  }

  private void readiness() {
    var checks = app.readinessChecks();
    found.require(checks.size() <= 1, "/readinessChecks/size", "must be at most 1");
    var names = ports.stream().flatMap(port -> port.name().stream()).toList();
    for (int i = 0; i < checks.size(); i++) {
      var check = checks.get(i);
      String path = "/readinessChecks(" + i + ")";
      found.require(
          names.contains(check.portName()),
          path + "/portName",
          "must be the name of a port of the app, not '" + check.portName() + "'");
      found.require(
          check.timeoutSeconds() < check.intervalSeconds(),
          path + "/timeoutSeconds",
          "must be less than intervalSeconds, which is " + check.intervalSeconds());
    }
  }
}
