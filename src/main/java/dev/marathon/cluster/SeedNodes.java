package dev.marathon.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * The configured nodes as Akka addresses. A name counts as itself and as every address it stands
 * for, because a node answers only to the one it is configured with. Names are looked up again
 * every few seconds: nodes come and go.
 */
final class SeedNodes implements Supplier<Set<String>> {

  private static final Duration LOOK_UP_EVERY = Duration.ofSeconds(5);

  private final List<String> configured;
  private final String system;
  private final int defaultPort;
  private final Set<String> unknown = new HashSet<>();
  private Set<String> known = Set.of();
  private long lookedUpNanos = System.nanoTime() - LOOK_UP_EVERY.toNanos();

  /**
   * @param configured {@code host:port} or {@code host}
   * @param system name of the actor system
   */
  SeedNodes(List<String> configured, String system, int defaultPort) {
    this.configured = List.copyOf(configured);
    this.system = system;
    this.defaultPort = defaultPort;
  }

  @Override
  public synchronized Set<String> get() {
    if (System.nanoTime() - lookedUpNanos >= LOOK_UP_EVERY.toNanos()) {
      var found = new TreeSet<String>();
      configured.forEach(node -> lookUp(node, found));
      known = Set.copyOf(found);
      lookedUpNanos = System.nanoTime();
    }
    return known;
  }

  private void lookUp(String node, Set<String> found) {
    int colon = node.lastIndexOf(':');
    boolean port = colon > node.lastIndexOf(']');
    var host = port ? node.substring(0, colon) : node;
    var suffix = ":" + (port ? node.substring(colon + 1) : defaultPort);
    found.add("akka://" + system + "@" + host + suffix);
    try {
      for (var address : InetAddress.getAllByName(host)) {
        found.add("akka://" + system + "@" + address.getHostAddress() + suffix);
      }
      unknown.remove(host);
    } catch (UnknownHostException nobody) {
      if (unknown.add(host)) {
        LoggerFactory.getLogger(SeedNodes.class).warn("seed node {}: no such host", host);
      }
    }
  }
}
