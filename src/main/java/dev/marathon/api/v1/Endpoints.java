package dev.marathon.api.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.spec.PortRequest;
import java.util.Collection;
import java.util.List;

/**
 * Where tasks can be reached. As text one line per app and service port, each token followed by a
 * blank; scripts that write load balancer configurations split at blanks.
 */
final class Endpoints {

  private Endpoints() {}

  static String text(Collection<AppView> apps) {
    var text = new StringBuilder();
    apps.forEach(app -> text(text, app));
    return text.toString();
  }

  private static void text(StringBuilder text, AppView app) {
    String id = id(app).replaceAll("\\s", "_");
    var running = running(app);
    var ports = app.definition().portRequests();
    if (ports.isEmpty()) {
      text.append(id).append("   ");
      running.forEach(instance -> text.append(instance.placement().host()).append(' '));
      text.append('\n');
      return;
    }
    for (var port : ports) {
      text.append(id).append('_').append(port.servicePort());
      text.append(' ').append(port.servicePort()).append(' ');
      for (var instance : running) {
        text.append(instance.placement().host())
            .append(':')
            .append(hostPort(instance, ports, port))
            .append(' ');
      }
      text.append('\n');
    }
  }

  /** 0 if the task has no host port of this place. */
  private static int hostPort(Instance instance, List<PortRequest> ports, PortRequest wanted) {
    if (!wanted.onHost()) {
      return 0;
    }
    long before =
        ports.stream().filter(port -> port.index() < wanted.index() && port.onHost()).count();
    var allocated = instance.placement().ports();
    return before < allocated.size() ? allocated.get((int) before) : 0;
  }

  static ArrayNode json(Collection<AppView> apps) {
    var json = JsonNodeFactory.instance.arrayNode();
    apps.forEach(app -> json.add(json(app)));
    return json;
  }

  static ObjectNode json(AppView app) {
    var json = JsonNodeFactory.instance.objectNode().put("id", id(app));
    var ports = json.putArray("ports");
    app.definition().servicePorts().forEach(ports::add);
    json.set("instances", V1TaskJson.write(running(app)));
    return json;
  }

  private static List<Instance> running(AppView app) {
    return V1TaskJson.tasks(app).stream()
        .filter(instance -> instance.condition() == Condition.RUNNING)
        .toList();
  }

  /** Id in v1's form, without the leading slash. */
  static String id(AppView app) {
    return app.definition().id().path().substring(1);
  }
}
