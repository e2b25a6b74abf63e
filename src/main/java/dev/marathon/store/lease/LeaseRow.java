package dev.marathon.store.lease;

import java.util.List;
import java.util.Optional;

/**
 * A lease as stored.
 *
 * @param holder node and its incarnation, as {@code address#incarnation}; empty when it was given
 *     back
 * @param beat changes with every write, so that others see that the holder lives
 * @param members addresses of the nodes in the holder's cluster, for those who want to join
 */
public record LeaseRow(String holder, long beat, List<String> members) {
  public LeaseRow {
    members = List.copyOf(members);
  }

  boolean free() {
    return holder.isEmpty();
  }

  /** Address of the holder. */
  public Optional<String> holderAddress() {
    int hash = holder.indexOf('#');
    return free() ? Optional.empty() : Optional.of(hash < 0 ? holder : holder.substring(0, hash));
  }

  LeaseRow next(String newHolder, List<String> newMembers) {
    return new LeaseRow(newHolder, beat + 1, newMembers);
  }
}
