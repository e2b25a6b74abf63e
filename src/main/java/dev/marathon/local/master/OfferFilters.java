package dev.marathon.local.master;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Filters;

/**
 * What a framework refused and until when: an offer whose resources are contained in a refused
 * bundle of the same role and agent is not made again before.
 */
final class OfferFilters {
  private static final double DEFAULT_SECONDS = Filters.getDefaultInstance().getRefuseSeconds();
  private static final Duration LONGEST = Duration.ofDays(365);

  private record Refused(Resources resources, long until) {}

  private record Key(String role, String agent) {}

  private final Map<Key, List<Refused>> refused = new HashMap<>();

  /** How long a call's filters refuse; negative and absurd numbers as Mesos takes them. */
  static Duration refusal(Filters filters) {
    double seconds = filters.getRefuseSeconds();
    if (seconds < 0 || Double.isNaN(seconds)) {
      seconds = DEFAULT_SECONDS;
    }
    return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofNanos((long) (seconds * 1e9));
  }

  void refuse(String role, String agent, Resources resources, long until) {
    refused
        .computeIfAbsent(new Key(role, agent), k -> new ArrayList<>(1))
        .add(new Refused(resources, until));
  }

  boolean refuses(String role, String agent, Resources resources, long now) {
    var key = new Key(role, agent);
    var list = refused.get(key);
    if (list == null) {
      return false;
    }
    list.removeIf(each -> each.until - now <= 0);
    if (list.isEmpty()) {
      refused.remove(key);
      return false;
    }
    return list.stream().anyMatch(each -> each.resources.contains(resources));
  }

  void clear() {
    refused.clear();
  }

  void clearRole(String role) {
    refused.keySet().removeIf(key -> key.role.equals(role));
  }

  void clearAgent(String agent) {
    refused.keySet().removeIf(key -> key.agent.equals(agent));
  }
}
