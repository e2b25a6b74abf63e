package dev.marathon.api.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Version;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Writes tasks as v1 shows them: those that have not ended. */
final class V1TaskJson {

  private static final Comparator<Instance> BY_AGE =
      Comparator.comparing(Instance::stagedAt).thenComparing(i -> i.id().uuid());

  private V1TaskJson() {}

  static List<Instance> tasks(AppView app) {
    return app.instances().stream()
        .filter(instance -> instance.condition().active())
        .sorted(BY_AGE)
        .toList();
  }

  static ArrayNode write(Collection<Instance> instances) {
    var json = JsonNodeFactory.instance.arrayNode();
    instances.forEach(instance -> json.add(write(instance)));
    return json;
  }

  private static ObjectNode write(Instance instance) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", instance.task().toString())
            .put("host", instance.placement().host());
    var ports = json.putArray("ports");
    instance.placement().ports().forEach(ports::add);
    return json.put("startedAt", instance.startedAt().map(Version::format).orElse(null))
        .put("stagedAt", Version.format(instance.stagedAt()))
        .put("version", instance.version().toString());
  }
}
