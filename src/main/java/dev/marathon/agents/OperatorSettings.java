package dev.marathon.agents;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the operator endpoints are reached.
 *
 * @param master who we are to the master
 * @param agent who we are to agents
 * @param timeout for an answer; for a download: for its next bytes
 * @param requests at once to agents, and to the master
 * @param downloads at once
 */
public record OperatorSettings(
    Peer master, Peer agent, Duration timeout, int requests, int downloads) {

  /**
   * One kind of peer.
   *
   * @param tls whether it speaks https
   * @param trust whom to trust instead of what Java trusts
   */
  public record Peer(boolean tls, Optional<Login> login, Optional<SSLContext> trust) {}

  /** Basic credentials. Never printed. */
  public record Login(String principal, String secret) {
    @Override
    public String toString() {
      return "Login[" + principal + ", ***]";
    }
  }

  public static OperatorSettings defaults(Peer master, Peer agent) {
    return new OperatorSettings(master, agent, Duration.ofSeconds(10), 16, 8);
  }
}
