package dev.marathon.mesos;

import dev.marathon.base.Unhandled;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.Check;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.TaskPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * Health checks and checks that the agent runs. It probes 127.0.0.1 in the task's own network, so
 * ports are those that the task listens on.
 */
final class ProbeWriter {

  private final List<TaskPort> ports;

  ProbeWriter(LaunchSpec launch) {
    this.ports = TaskPorts.of(launch);
  }

  /** The first health check that is the agent's to run; Mesos takes no more than one. */
  Optional<Protos.HealthCheck> healthCheck(List<HealthCheck> checks) {
    return checks.stream()
        .filter(check -> !check.protocol().byMarathon())
        .findFirst()
        .map(this::healthCheck);
  }

  private Protos.HealthCheck healthCheck(HealthCheck check) {
    var builder =
        Protos.HealthCheck.newBuilder()
            .setDelaySeconds(check.delaySeconds())
            .setIntervalSeconds(check.intervalSeconds())
            .setTimeoutSeconds(check.timeoutSeconds())
            .setGracePeriodSeconds(check.gracePeriodSeconds())
            .setConsecutiveFailures(failures(check));
    return switch (check.protocol()) {
      case COMMAND ->
          builder
              .setType(Protos.HealthCheck.Type.COMMAND)
              .setCommand(shell(check.command().orElse("")))
              .build();
      case MESOS_TCP ->
          builder
              .setType(Protos.HealthCheck.Type.TCP)
              .setTcp(
                  Protos.HealthCheck.TCPCheckInfo.newBuilder()
                      .setPort(port(check.port(), check.portIndex()))
                      .setProtocol(protocol(check)))
              .build();
      case MESOS_HTTP, MESOS_HTTPS ->
          builder.setType(Protos.HealthCheck.Type.HTTP).setHttp(http(check)).build();
      case HTTP, HTTPS, TCP -> throw new Unhandled(check);
    };
  }

  /** For us 0 means never; Mesos would kill at the first failure. */
  private static int failures(HealthCheck check) {
    return check.maxConsecutiveFailures() == 0 ? Integer.MAX_VALUE : check.maxConsecutiveFailures();
  }

  private Protos.HealthCheck.HTTPCheckInfo http(HealthCheck check) {
    var http =
        Protos.HealthCheck.HTTPCheckInfo.newBuilder()
            .setScheme(check.protocol() == HealthCheck.Protocol.MESOS_HTTPS ? "https" : "http")
            .setPort(port(check.port(), check.portIndex()))
            .setProtocol(protocol(check));
    check.path().map(ProbeWriter::absolute).ifPresent(http::setPath);
    return http.build();
  }

  /** Mesos refuses a task with another path; definitions may leave the slash out. */
  private static String absolute(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private static Protos.NetworkInfo.Protocol protocol(HealthCheck check) {
    boolean v6 =
        check.ipProtocol().map(p -> p.toUpperCase(Locale.ROOT).equals("IPV6")).orElse(false);
    return v6 ? Protos.NetworkInfo.Protocol.IPv6 : Protos.NetworkInfo.Protocol.IPv4;
  }

  CheckInfo check(Check check) {
    var builder =
        CheckInfo.newBuilder()
            .setDelaySeconds(check.delaySeconds())
            .setIntervalSeconds(check.intervalSeconds())
            .setTimeoutSeconds(check.timeoutSeconds());
    check
        .exec()
        .ifPresent(
            exec ->
                builder
                    .setType(CheckInfo.Type.COMMAND)
                    .setCommand(CheckInfo.Command.newBuilder().setCommand(command(exec))));
    check.http().ifPresent(http -> builder.setType(CheckInfo.Type.HTTP).setHttp(http(http)));
    check
        .tcp()
        .ifPresent(
            tcp ->
                builder
                    .setType(CheckInfo.Type.TCP)
                    .setTcp(CheckInfo.Tcp.newBuilder().setPort(port(tcp.port(), tcp.portIndex()))));
    return builder.build();
  }

  private CheckInfo.Http http(Check.Http check) {
    var http = CheckInfo.Http.newBuilder().setPort(port(check.port(), check.portIndex()));
    check.path().map(ProbeWriter::absolute).ifPresent(http::setPath);
    return http.build();
  }

  private static CommandInfo command(Check.Exec exec) {
    return exec.shell()
        .map(ProbeWriter::shell)
        .orElseGet(
            () ->
                CommandInfo.newBuilder()
                    .setShell(false)
                    .setValue(exec.argv().get(0))
                    .addAllArguments(exec.argv())
                    .build());
  }

  private static CommandInfo shell(String line) {
    return CommandInfo.newBuilder().setShell(true).setValue(line).build();
  }

  /**
   * @throws IllegalArgumentException if the app has no such port
   */
  private int port(Optional<Integer> explicit, Optional<Integer> index) {
    if (explicit.isPresent()) {
      return explicit.get();
    }
    int i = index.orElse(0);
    if (i < 0 || i >= ports.size()) {
      throw new IllegalArgumentException("a check names port index " + i + ", which is not there");
    }
    return ports.get(i).inside();
  }
}
