package dev.marathon.local.agent;

import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** One way to ask a running task how it is. */
sealed interface Probe {

  /** Exit code 0 is well. Runs in the sandbox with the task's environment. */
  record Command(CommandInfo command) implements Probe {}

  /** Status 200 to 399 is well. Certificates are not verified. */
  record Http(boolean tls, String host, int port, String path) implements Probe {}

  /** A connection is well. */
  record Tcp(String host, int port) implements Probe {}

  /**
   * A probe and when to make it.
   *
   * @param delay before the first one, counted from the start of the task
   * @param interval from the end of one to the begin of the next
   * @param timeout after which it has no result
   */
  record Plan(Probe probe, Duration delay, Duration interval, Duration timeout) {}

  /** The health check of a task; empty if it has none. */
  static Optional<Plan> health(TaskInfo task) {
    if (!task.hasHealthCheck()) {
      return Optional.empty();
    }
    var check = task.getHealthCheck();
    return health(check)
        .map(
            probe ->
                new Plan(
                    probe,
                    seconds(check.getDelaySeconds()),
                    seconds(check.getIntervalSeconds()),
                    seconds(check.getTimeoutSeconds())));
  }

  private static Optional<Probe> health(HealthCheck check) {
    var http = check.getHttp();
    return switch (check.getType()) {
      case COMMAND -> Optional.of(new Command(check.getCommand()));
      case HTTP ->
          Optional.of(
              new Http(
                  http.getScheme().equals("https"),
                  host(http.getProtocol()),
                  http.getPort(),
                  http.getPath()));
      case TCP ->
          Optional.of(new Tcp(host(check.getTcp().getProtocol()), check.getTcp().getPort()));
      case UNKNOWN -> Optional.empty();
    };
  }

  /** The general check of a task, which never kills; empty if it has none. */
  static Optional<Plan> check(TaskInfo task) {
    if (!task.hasCheck()) {
      return Optional.empty();
    }
    var check = task.getCheck();
    return check(check)
        .map(
            probe ->
                new Plan(
                    probe,
                    seconds(check.getDelaySeconds()),
                    seconds(check.getIntervalSeconds()),
                    seconds(check.getTimeoutSeconds())));
  }

  private static Optional<Probe> check(CheckInfo check) {
    var here = host(NetworkInfo.Protocol.IPv4);
    return switch (check.getType()) {
      case COMMAND -> Optional.of(new Command(check.getCommand().getCommand()));
      case HTTP ->
          Optional.of(new Http(false, here, check.getHttp().getPort(), check.getHttp().getPath()));
      case TCP -> Optional.of(new Tcp(here, check.getTcp().getPort()));
      case UNKNOWN -> Optional.empty();
    };
  }

  private static String host(NetworkInfo.Protocol protocol) {
    return protocol == NetworkInfo.Protocol.IPv6 ? "::1" : TaskEnvironment.LOOPBACK;
  }

  private static Duration seconds(double value) {
    return Duration.ofMillis(Math.round(value * 1000));
  }
}
