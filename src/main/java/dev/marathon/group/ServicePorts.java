package dev.marathon.group;

import java.util.BitSet;
import java.util.List;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Service ports in use, with how many apps use each: ports given by clients may be shared.
 * Immutable.
 */
final class ServicePorts {

  static final ServicePorts EMPTY = new ServicePorts(HashTreePMap.empty(), new BitSet());

  private final HashPMap<Integer, Integer> users;
  private final BitSet used;

  private ServicePorts(HashPMap<Integer, Integer> users, BitSet used) {
    this.users = users;
    this.used = used;
  }

  ServicePorts replace(List<Integer> before, List<Integer> after) {
    if (before.equals(after)) {
      return this;
    }
    var nextUsers = users;
    var nextUsed = (BitSet) used.clone();
    for (int port : before) {
      int left = nextUsers.get(port) - 1;
      nextUsers = left == 0 ? nextUsers.minus(port) : nextUsers.plus(port, left);
      nextUsed.set(port, left > 0);
    }
    for (int port : after) {
      nextUsers = nextUsers.plus(port, nextUsers.getOrDefault(port, 0) + 1);
      nextUsed.set(port);
    }
    return new ServicePorts(nextUsers, nextUsed);
  }

  /** A copy to mark further ports in. */
  BitSet used() {
    return (BitSet) used.clone();
  }
}
