package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Version;
import dev.marathon.config.StoreAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * What the active node knows of the nodes and of the journal.
 *
 * @param version of this node
 */
record ClusterJson(
    ActorSystem<?> system,
    Wiring wiring,
    String version,
    long epoch,
    Instant since,
    JournalState journal) {

  ObjectNode json() {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("leader", wiring.leader())
            .put("leaderUrl", wiring.url())
            .put("leadingSince", Version.format(since))
            .put("epoch", epoch);
    json.set("nodes", nodes());
    json.set("journal", journal.json(kind(wiring.settings().store().address())));
    return json;
  }

  private static String kind(StoreAddress address) {
    return address.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private ArrayNode nodes() {
    var cluster = Cluster.get(system);
    var state = cluster.state();
    var members =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .sorted(Comparator.comparing(member -> member.address().toString()))
            .toList();
    var active =
        members.stream()
            .filter(member -> member.status().equals(MemberStatus.up()))
            .reduce((a, b) -> a.isOlderThan(b) ? a : b);
    var nodes = JsonNodeFactory.instance.arrayNode();
    for (var member : members) {
      boolean self = member.uniqueAddress().equals(cluster.selfMember().uniqueAddress());
      var node = nodes.addObject();
      url(member, self, node);
      node.put("role", active.filter(member::equals).isPresent() ? "active" : "standby")
          .put("state", member.status().toString().toLowerCase(Locale.ROOT))
          .put("reachable", !state.getUnreachable().contains(member))
          .put("self", self);
      if (self) {
        node.put("version", version);
      } else if (!member.appVersion().version().equals("0.0.0")) {
        node.put("version", member.appVersion().version());
      }
    }
    return nodes;
  }

  private void url(Member member, boolean self, ObjectNode node) {
    member.getRoles().stream()
        .filter(role -> role.contains("://"))
        .findAny()
        .or(() -> self ? java.util.Optional.of(wiring.url()) : java.util.Optional.empty())
        .ifPresent(url -> node.put("url", url));
    var address = member.address();
    if (address.getHost().isPresent() && address.getPort().isPresent()) {
      node.put("address", address.getHost().get() + ":" + address.getPort().get());
    }
  }
}
