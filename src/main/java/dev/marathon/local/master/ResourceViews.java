package dev.marathon.local.master;

import dev.marathon.local.wire.JsonWriter;
import dev.marathon.local.wire.ProtoJson;
import java.util.LinkedHashSet;
import java.util.TreeSet;

/** Resources and attributes as the v0 endpoints show them. */
final class ResourceViews {
  private ResourceViews() {}

  /** {@code {"disk":..,"mem":..,"gpus":0.0,"cpus":..,"ports":"[31000-31999]"}}. */
  static void sum(JsonWriter out, Resources resources) {
    out.open('{');
    for (var name : new String[] {"disk", "mem", "gpus", "cpus"}) {
      out.key(name).number(resources.milli(name) / 1000.0);
    }
    var names = new TreeSet<String>();
    resources.items().stream()
        .filter(item -> item.hasRanges())
        .forEach(item -> names.add(item.getName()));
    for (var name : names) {
      var ranges =
          resources.items().stream()
              .filter(item -> item.getName().equals(name))
              .map(item -> item.getRanges().getRangeList())
              .reduce(java.util.List.of(), Intervals::plus);
      out.key(name).text(ResourceText.ranges(ranges));
    }
    out.close('}');
  }

  /** One sum per role that has something reserved. */
  static void reserved(JsonWriter out, Resources resources) {
    out.open('{');
    for (var role : reservedRoles(resources)) {
      out.key(role);
      sum(out, resources.filter(item -> role.equals(reservedFor(item))));
    }
    out.close('}');
  }

  static void reservedFull(JsonWriter out, Resources resources) {
    out.open('{');
    for (var role : reservedRoles(resources)) {
      out.key(role);
      full(out, resources.filter(item -> role.equals(reservedFor(item))));
    }
    out.close('}');
  }

  static void full(JsonWriter out, Resources resources) {
    out.open('[');
    resources.items().forEach(item -> ProtoJson.write(endpoint(item), out));
    out.close(']');
  }

  /** The endpoints show both formats at once. */
  @SuppressWarnings("deprecation") // the old field belongs to these endpoints
  static org.apache.mesos.v1.Protos.Resource endpoint(org.apache.mesos.v1.Protos.Resource item) {
    var role = reservedFor(item);
    return item.toBuilder().setRole(role.isEmpty() ? Roles.ANY : role).build();
  }

  static Resources unreserved(Resources resources) {
    return resources.filter(item -> item.getReservationsCount() == 0);
  }

  private static LinkedHashSet<String> reservedRoles(Resources resources) {
    var roles = new LinkedHashSet<String>();
    resources.items().stream()
        .map(ResourceViews::reservedFor)
        .filter(role -> !role.isEmpty())
        .forEach(roles::add);
    return roles;
  }

  private static String reservedFor(org.apache.mesos.v1.Protos.Resource item) {
    int count = item.getReservationsCount();
    return count == 0 ? "" : item.getReservations(count - 1).getRole();
  }

  static void attributes(JsonWriter out, AgentLink.Description agent) {
    out.open('{');
    for (var attribute : agent.attributes()) {
      out.key(attribute.getName());
      switch (attribute.getType()) {
        case SCALAR -> out.number(attribute.getScalar().getValue());
        case RANGES -> out.text(ResourceText.ranges(attribute.getRanges().getRangeList()));
        case TEXT -> out.text(attribute.getText().getValue());
        case SET -> out.text(String.join(", ", attribute.getSet().getItemList()));
      }
    }
    out.close('}');
  }
}
