package dev.marathon.api.v2;

import dev.marathon.api.Call;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.spec.PortRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Task lists as plain text for load balancers: a line per app and service port, separated by tabs.
 * Source: the original's {@code GET /v2/tasks} with {@code Accept: text/plain}.
 */
final class TaskText {

  private final Set<String> containerNetworks;

  /**
   * @param containerNetworks names of networks whose addresses are shown, {@code *} for all
   */
  private TaskText(Set<String> containerNetworks) {
    this.containerNetworks = containerNetworks;
  }

  static String write(Call call, Collection<AppView> apps) {
    var networks = new HashSet<String>();
    for (String value : call.queries("containerNetworks")) {
      networks.addAll(List.of(value.split(",", -1)));
    }
    var text = new StringBuilder();
    var writer = new TaskText(networks);
    apps.forEach(app -> writer.app(text, app));
    return text.toString();
  }

  private void app(StringBuilder text, AppView app) {
    String id = app.definition().id().safe();
    var running =
        app.instances().stream()
            .filter(instance -> instance.condition() == Condition.RUNNING)
            .sorted(AppInfoJson.BY_AGE)
            .toList();
    var ports = app.definition().portRequests();
    if (ports.isEmpty()) {
      text.append(id).append("\t \t");
      running.forEach(instance -> text.append(instance.placement().host()).append('\t'));
      text.append('\n');
      return;
    }
    for (var port : ports) {
      text.append(id).append('\t').append(port.servicePort()).append('\t');
      for (var instance : running) {
        endpoint(instance, ports, port).ifPresent(e -> text.append(e).append('\t'));
      }
      text.append('\n');
    }
  }

  private Optional<String> endpoint(Instance instance, List<PortRequest> ports, PortRequest port) {
    if (port.onHost()) {
      return hostPort(instance, ports, port)
          .map(number -> instance.placement().host() + ":" + number);
    }
    boolean shown =
        containerNetworks.contains("*")
            || port.networkNames().stream().anyMatch(containerNetworks::contains);
    return shown
        ? instance.addresses().stream()
            .findFirst()
            .flatMap(
                address -> port.containerPort().map(number -> address.ipAddress() + ":" + number))
        : Optional.empty();
  }

  /** The host port that an instance got for one of its app's ports. */
  static Optional<Integer> hostPort(
      Instance instance, List<PortRequest> ports, PortRequest wanted) {
    int position = 0;
    for (var port : ports) {
      if (port.index() == wanted.index()) {
        var allocated = instance.placement().ports();
        return position < allocated.size()
            ? Optional.of(allocated.get(position))
            : Optional.empty();
      }
      position += port.onHost() ? 1 : 0;
    }
    return Optional.empty();
  }
}
