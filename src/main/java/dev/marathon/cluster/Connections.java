package dev.marathon.cluster;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many clients are connected, in all and from each address. Without the second limit one client
 * that opens connections and says nothing would keep everybody else out until they time out.
 */
final class Connections {

  private final int limit;
  private final int limitPerAddress;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int open;

  Connections(int limit, int limitPerAddress) {
    this.limit = limit;
    this.limitPerAddress = limitPerAddress;
  }

  /** Whether one more may come; it is counted then. */
  synchronized boolean admit(InetAddress address) {
    if (open >= limit || byAddress.getOrDefault(address, 0) >= limitPerAddress) {
      return false;
    }
    open++;
    byAddress.merge(address, 1, Integer::sum);
    return true;
  }

  synchronized void gone(InetAddress address) {
    open--;
    byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
  }

  synchronized int open() {
    return open;
  }
}
