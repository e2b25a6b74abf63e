package dev.marathon.local.master;

import dev.marathon.local.wire.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each role holds: roles of frameworks and of reservations. */
final class RoleViews {
  private final Cluster cluster;

  RoleViews(Cluster cluster) {
    this.cluster = cluster;
  }

  String json() {
    var out = new JsonWriter().open('{').key("roles").open('[');
    sums().forEach((name, sum) -> sum.write(out, name));
    return out.close(']').close('}').toString();
  }

  Map<String, Sum> sums() {
    var roles = new TreeMap<String, Sum>();
    for (var framework : cluster.frameworks.values()) {
      framework.roles().forEach(role -> of(roles, role).frameworks.add(framework.id));
      for (var task : framework.tasks.values()) {
        if (!task.released) {
          of(roles, task.role()).allocate(task.resources);
        }
      }
    }
    for (var agent : cluster.agents.values()) {
      for (var executor : agent.executors.values()) {
        executor
            .resources()
            .role()
            .ifPresent(role -> of(roles, role).allocate(executor.resources()));
      }
      agent.offers.values().forEach(offer -> of(roles, offer.role()).offer(offer.resources()));
      for (var item : agent.total().items()) {
        int count = item.getReservationsCount();
        if (count > 0) {
          of(roles, item.getReservations(count - 1).getRole())
              .reserve(new Resources(List.of(item)));
        }
      }
    }
    return roles;
  }

  private static Sum of(Map<String, Sum> roles, String role) {
    return roles.computeIfAbsent(role, r -> new Sum());
  }

  /** Of one role. */
  static final class Sum {
    final TreeSet<String> frameworks = new TreeSet<>();
    private Resources allocated = Resources.NONE;
    private Resources offered = Resources.NONE;
    private Resources reserved = Resources.NONE;

    void allocate(Resources more) {
      allocated = allocated.plus(more);
    }

    void offer(Resources more) {
      offered = offered.plus(more);
    }

    void reserve(Resources more) {
      reserved = reserved.plus(more);
    }

    /** Used and offered. */
    Resources held() {
      return allocated.plus(offered);
    }

    void write(JsonWriter out, String name) {
      out.open('{')
          .key("name")
          .text(name)
          .key("weight")
          .number(1.0)
          .key("quota")
          .open('{')
          .key("role")
          .text(name);
      out.key("guarantee").open('{').close('}').key("limit").open('{').close('}');
      quantities(out.key("consumed"), allocated);
      out.close('}');
      quantities(out.key("resources"), held());
      quantities(out.key("allocated"), allocated);
      quantities(out.key("offered"), offered);
      quantities(out.key("reserved"), reserved);
      StateViews.texts(out.key("frameworks"), frameworks);
      out.close('}');
    }

    private static void quantities(JsonWriter out, Resources resources) {
      var sums = new TreeMap<String, Double>();
      for (var item : resources.items()) {
        double amount =
            item.hasScalar()
                ? ResourceMath.milli(item) / 1000.0
                : item.hasRanges()
                    ? Intervals.count(item.getRanges().getRangeList())
                    : item.getSet().getItemCount();
        sums.merge(item.getName(), amount, Double::sum);
      }
      out.open('{');
      sums.forEach((name, amount) -> out.key(name).number(amount));
      out.close('}');
    }
  }
}
