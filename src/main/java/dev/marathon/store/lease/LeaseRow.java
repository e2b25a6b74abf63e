package dev.marathon.store.lease;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lease as stored.
 *
 * @param holder node, its incarnation, and how long its lease lasts in milliseconds, as {@code
 *     address#incarnation;ttl=2000}; empty when it was given back. Nodes with other times than the
 *     holder's must not count by their own.
 * @param beat changes with every write, so that others see that the holder lives
 * @param members addresses of the nodes in the holder's cluster, for those who want to join
 */
public record LeaseRow(String holder, long beat, List<String> members) {
  private static final String TTL = ";ttl=";

  public LeaseRow {
    members = List.copyOf(members);
  }

  boolean free() {
    return holder.isEmpty();
  }

  static LeaseRow first(String node, Duration ttl, List<String> members) {
    return new LeaseRow("", 0, members).next(node, ttl, members);
  }

  /** The holder without what it says of its times. */
  String node() {
    int end = holder.indexOf(TTL);
    return end < 0 ? holder : holder.substring(0, end);
  }

  /** Absent where the holder says nothing. */
  Optional<Duration> ttl() {
    int at = holder.indexOf(TTL);
    return at < 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Long.parseLong(holder.substring(at + TTL.length()))));
  }

  /** Address of the holder. */
  public Optional<String> holderAddress() {
    int hash = holder.indexOf('#');
    return free() ? Optional.empty() : Optional.of(hash < 0 ? holder : holder.substring(0, hash));
  }

  LeaseRow next(String newNode, Duration ttl, List<String> newMembers) {
    return new LeaseRow(newNode + TTL + ttl.toMillis(), beat + 1, newMembers);
  }

  LeaseRow given(List<String> left) {
    return new LeaseRow("", beat + 1, left);
  }
}
