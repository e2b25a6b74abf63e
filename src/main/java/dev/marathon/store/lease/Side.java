package dev.marathon.store.lease;

import java.util.List;
import java.util.Set;

/**
 * One side of a partition, as one of its nodes sees it.
 *
 * @param self address of that node
 * @param holders the nodes that it reaches, by the name under which they hold leases
 * @param members their addresses
 */
record Side(String self, Set<String> holders, List<String> members) {
  Side {
    holders = Set.copyOf(holders);
    members = List.copyOf(members);
  }

  /** Whether the holder and this node count each other to the same side. */
  boolean shares(LeaseRow row) {
    return holders.contains(row.node()) && row.members().contains(self);
  }
}
