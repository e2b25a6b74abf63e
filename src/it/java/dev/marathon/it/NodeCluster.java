package dev.marathon.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A store, a Mesos cluster in a process of its own, and nodes that share both. */
final class NodeCluster implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(90);

  private final Path directory;
  private final SharedStore store;
  private final NodeProcess mesos;
  private final List<NodeProcess> nodes = new ArrayList<>();

  /**
   * @param store closed by {@link #close}
   * @param mesosOptions for {@code local --cluster-only}
   */
  NodeCluster(Path directory, SharedStore store, String... mesosOptions) throws IOException {
    this.directory = directory;
    this.store = store;
    this.mesos = NodeProcess.cluster(directory.resolve("mesos"), 0, mesosOptions);
  }

  /** Starts a node. */
  NodeProcess start(String... more) throws IOException {
    var options =
        new ArrayList<>(
            List.of(
                "server", "--http-port", "0", "--cluster-port", "0", "--master", mesos.master()));
    options.addAll(store.options());
    options.addAll(List.of(more));
    var node = NodeProcess.start(Files.createDirectories(directory.resolve("logs")), options.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  /** The one that leads, once there is one and everybody else knows it. */
  NodeProcess leader() {
    return Awaitility.await("a leader that all know: " + nodes)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(this::agreed, found -> found != null);
  }

  private NodeProcess agreed() {
    NodeProcess leader = null;
    var living = nodes.stream().filter(NodeProcess::alive).toList();
    for (var node : living) {
      if (node.api().get("/v1/debug/isLeader").body().equals("true")) {
        leader = node;
      }
    }
    if (leader == null) {
      return null;
    }
    var url = leader.api().root();
    return living.stream()
            .allMatch(node -> node.api().get("/ping").header("X-Marathon-Leader").equals(url))
        ? leader
        : null;
  }

  /** A node that stands by. */
  NodeProcess standby() {
    var leader = leader();
    return nodes.stream()
        .filter(node -> node.alive() && node != leader)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no standby"));
  }

  List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(NodeProcess::close);
    mesos.close();
    store.close();
  }
}
