package dev.marathon.health;

import dev.marathon.base.TaskId;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.Network;
import dev.marathon.spec.ReadinessCheck;
import dev.marathon.spec.TaskPort;
import java.util.List;
import java.util.Optional;

/**
 * Where a task runs, and so where its checks find it: a port of the agent under the agent's name,
 * any other port under the container's address.
 *
 * @param app as the task was launched
 * @param host name of the agent
 * @param hostPorts allocated ports of the agent
 * @param address of the container, if Mesos reported one
 */
public record TaskPlace(
    AppDefinition app,
    TaskId task,
    String host,
    List<Integer> hostPorts,
    Optional<String> address) {

  public TaskPlace {
    hostPorts = List.copyOf(hostPorts);
  }

  /**
   * The probe of a health check that Marathon runs; absent if the task has no such port, or no
   * address yet.
   */
  public Optional<Probe> probe(HealthCheck check) {
    return endpoint(check)
        .map(
            endpoint ->
                check.protocol() == HealthCheck.Protocol.TCP
                    ? new Probe.Tcp(endpoint)
                    : new Probe.Http(
                        endpoint,
                        check.protocol() == HealthCheck.Protocol.HTTPS,
                        check.path().orElse("/")));
  }

  private Optional<Endpoint> endpoint(HealthCheck check) {
    if (check.port().isPresent()) {
      boolean own = app.networks().stream().anyMatch(net -> net.mode() == Network.Mode.CONTAINER);
      return (own ? address : Optional.of(host)).map(at -> new Endpoint(at, check.port().get()));
    }
    int index = check.portIndex().orElse(0);
    return ports().stream()
        .filter(port -> port.request().index() == index)
        .findFirst()
        .flatMap(this::endpoint);
  }

  /** The probe of a readiness check; absent as above. */
  public Optional<Probe> probe(ReadinessCheck check) {
    return ports().stream()
        .filter(port -> port.request().name().filter(check.portName()::equals).isPresent())
        .findFirst()
        .flatMap(this::endpoint)
        .map(at -> new Probe.Http(at, check.protocol().equals("HTTPS"), check.path()));
  }

  private List<TaskPort> ports() {
    long needed = app.portRequests().stream().filter(request -> request.onHost()).count();
    return needed > hostPorts.size() ? List.of() : TaskPort.of(app, task, hostPorts);
  }

  private Optional<Endpoint> endpoint(TaskPort port) {
    return port.hostPort()
        .map(number -> new Endpoint(host, number))
        .or(() -> address.map(own -> new Endpoint(own, port.inside())));
  }
}
