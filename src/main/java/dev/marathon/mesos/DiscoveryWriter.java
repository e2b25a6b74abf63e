package dev.marathon.mesos;

import dev.marathon.base.AppId;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.Network;
import dev.marathon.spec.TaskPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.DiscoveryInfo;
import org.apache.mesos.v1.Protos.Port;
import org.apache.mesos.v1.Protos.Ports;

/** What service discovery is told about a task: its name and the ports under which it is found. */
public final class DiscoveryWriter {
  private DiscoveryWriter() {}

  /** The path read from its end, as a host name is: {@code c.b.a} for {@code /a/b/c}. */
  public static String hostName(AppId app) {
    var segments = Arrays.asList(app.path().substring(1).split("/"));
    Collections.reverse(segments);
    return String.join(".", segments);
  }

  static DiscoveryInfo write(LaunchSpec launch) {
    return DiscoveryInfo.newBuilder()
        .setVisibility(DiscoveryInfo.Visibility.FRAMEWORK)
        .setName(hostName(launch.definition().id()))
        .setPorts(Ports.newBuilder().addAllPorts(ports(launch)))
        .build();
  }

  private static List<Port> ports(LaunchSpec launch) {
    var found = new ArrayList<Port>();
    for (TaskPort port : TaskPorts.of(launch)) {
      for (String protocol : port.request().protocols()) {
        if (launch.definition().hostMode()) {
          found.add(entry(port, protocol, port.told(), Map.of()));
        } else if (port.hostPort().isPresent()) {
          found.add(entry(port, protocol, port.told(), Map.of("network-scope", "host")));
        } else {
          for (String network : networks(launch, port)) {
            var scope = new LinkedHashMap<String, String>();
            scope.put("network-scope", "container");
            scope.put("network-name", network);
            found.add(entry(port, protocol, port.inside(), scope));
          }
        }
      }
    }
    return found;
  }

  private static List<String> networks(LaunchSpec launch, TaskPort port) {
    return launch.definition().networks().stream()
        .filter(network -> network.mode() == Network.Mode.CONTAINER)
        .flatMap(network -> network.name().stream())
        .filter(port::on)
        .toList();
  }

  private static Port entry(TaskPort port, String protocol, int number, Map<String, String> scope) {
    var labels = new LinkedHashMap<>(port.request().labels());
    labels.putAll(scope);
    var entry = Port.newBuilder().setNumber(number).setProtocol(protocol);
    port.request().name().ifPresent(entry::setName);
    if (!labels.isEmpty()) {
      entry.setLabels(ProtoValues.labels(labels));
    }
    return entry.build();
  }
}
