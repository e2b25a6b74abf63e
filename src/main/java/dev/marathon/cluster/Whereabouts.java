package dev.marathon.cluster;

import akka.actor.Address;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import dev.marathon.api.Standby.Leader;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Where the active part is: on the oldest member that is up. Each member carries the URL of its API
 * as a role, so that membership and URL are one fact.
 */
final class Whereabouts {

  private Whereabouts() {}

  /**
   * @param hindrance why this node does not get into the cluster
   */
  static Leader of(CurrentClusterState state, Address self, Supplier<Optional<String>> hindrance) {
    var oldest =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(member -> member.status().equals(MemberStatus.up()))
            .reduce((a, b) -> a.isOlderThan(b) ? a : b);
    if (oldest.isEmpty()) {
      return new Leader.Nobody(hindrance.get());
    }
    var member = oldest.get();
    if (member.address().equals(self)) {
      return new Leader.Here();
    }
    return state.getUnreachable().contains(member)
        ? new Leader.Nobody(Optional.empty())
        : url(member)
            .<Leader>map(Leader.Other::new)
            .orElseGet(() -> new Leader.Nobody(Optional.empty()));
  }

  private static Optional<String> url(Member member) {
    return member.getRoles().stream().filter(role -> role.contains("://")).findAny();
  }
}
