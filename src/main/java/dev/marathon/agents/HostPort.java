package dev.marathon.agents;

/**
 * Where a master or an agent listens.
 *
 * @param host name or address; IPv6 without brackets
 */
public record HostPort(String host, int port) {

  /**
   * Reads the end of a libprocess address such as {@code slave(1)@10.0.0.1:5051}.
   *
   * @throws Trouble if it is none
   */
  static HostPort ofPid(String pid) {
    int at = pid.lastIndexOf('@');
    int colon = pid.lastIndexOf(':');
    try {
      if (at > 0 && colon > at + 1) {
        return new HostPort(
            pid.substring(at + 1, colon).replaceAll("[\\[\\]]", ""),
            Integer.parseInt(pid.substring(colon + 1)));
      }
    } catch (NumberFormatException notOne) {
      throw Trouble.strange("an agent's address is '" + pid + "'");
    }
    throw Trouble.strange("an agent's address is '" + pid + "'");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
