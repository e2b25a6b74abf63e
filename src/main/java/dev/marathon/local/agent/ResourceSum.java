package dev.marathon.local.agent;

import dev.marathon.local.wire.JsonWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * Resources added up by name, as Mesos' older endpoints show them.
 *
 * @param ports as {@code [31000-31001, 31005-31005]}; empty if there are none
 */
record ResourceSum(Map<String, Double> scalars, String ports) {

  private static final List<String> SHOWN = List.of("disk", "mem", "gpus", "cpus");

  static ResourceSum of(Collection<Resource> resources) {
    var scalars = new HashMap<String, Double>();
    for (var resource : resources) {
      if (resource.getType() == Value.Type.SCALAR) {
        scalars.merge(resource.getName(), resource.getScalar().getValue(), ResourceSum::sum);
      }
    }
    return new ResourceSum(scalars, ports(resources));
  }

  /** Mesos keeps three digits after the point; without rounding 0.1 + 0.2 would show. */
  private static double sum(double one, double other) {
    return Math.round((one + other) * 1000) / 1000.0;
  }

  private static String ports(Collection<Resource> resources) {
    var ranges =
        resources.stream()
            .filter(resource -> resource.getName().equals("ports"))
            .flatMap(resource -> resource.getRanges().getRangeList().stream())
            .sorted((a, b) -> Long.compare(a.getBegin(), b.getBegin()))
            .map(range -> range.getBegin() + "-" + range.getEnd())
            .collect(Collectors.joining(", "));
    return ranges.isEmpty() ? "" : "[" + ranges + "]";
  }

  ResourceSum plus(double cpus, double mem) {
    var more = new HashMap<>(scalars);
    more.merge("cpus", cpus, ResourceSum::sum);
    more.merge("mem", mem, ResourceSum::sum);
    return new ResourceSum(more, ports);
  }

  double scalar(String name) {
    return scalars.getOrDefault(name, 0.0);
  }

  void write(JsonWriter out) {
    out.open('{');
    var others = new TreeSet<>(scalars.keySet());
    SHOWN.forEach(others::remove);
    Stream.concat(SHOWN.stream(), others.stream())
        .forEach(name -> out.key(name).number(scalar(name)));
    if (!ports.isEmpty()) {
      out.key("ports").text(ports);
    }
    out.close('}');
  }
}
