package dev.marathon.mesos.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/**
 * Reads who leads from ZooKeeper. Each master that stands for election has a sequential node {@code
 * json.info_NNNNNNNNNN} with its MasterInfo as JSON; the lowest number leads.
 */
final class ZooKeeperMasters implements LeaderFinder {

  private static final String NODE = "json.info_";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MasterSource.ZooKeeper source;
  private final Duration timeout;
  private final Executor blocking;
  private CuratorFramework client;
  private boolean closed;

  /**
   * @param timeout of one look, from connecting to reading
   * @param blocking runs ZooKeeper's calls, which wait for the network
   */
  ZooKeeperMasters(MasterSource.ZooKeeper source, Duration timeout, Executor blocking) {
    this.source = source;
    this.timeout = timeout;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<MasterAddress> find() {
    return CompletableFuture.supplyAsync(this::read, blocking);
  }

  private MasterAddress read() {
    try {
      var zooKeeper = client();
      String leader =
          zooKeeper.getChildren().forPath(source.path()).stream()
              .filter(name -> name.startsWith(NODE))
              .min(Comparator.comparing(name -> name.substring(NODE.length())))
              .orElseThrow(() -> new IOException("no master is registered under " + source));
      return address(zooKeeper.getData().forPath(source.path() + "/" + leader), source.tls());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** Certificates name hosts, so https uses the name; otherwise the address needs no DNS. */
  static MasterAddress address(byte[] masterInfo, boolean tls) throws IOException {
    JsonNode info = JSON.readTree(masterInfo);
    JsonNode address = info.path("address");
    Optional<String> name = text(address.path("hostname")).or(() -> text(info.path("hostname")));
    Optional<String> ip = text(address.path("ip")).filter(a -> !a.equals("0.0.0.0"));
    int port = address.path("port").asInt(info.path("port").asInt());
    String host =
        (tls ? name.or(() -> ip) : ip.or(() -> name))
            .orElseThrow(() -> new IOException("a master registered without an address"));
    return new MasterAddress(tls, host, port);
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
  }

  private synchronized CuratorFramework client() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (client == null) {
      int millis = Math.toIntExact(timeout.toMillis());
      var builder =
          CuratorFrameworkFactory.builder()
              .connectString(source.ensemble())
              .connectionTimeoutMs(millis)
              .sessionTimeoutMs(Math.max(millis, 10_000))
              .retryPolicy(new RetryOneTime(100));
      source
          .digest()
          .ifPresent(d -> builder.authorization("digest", d.getBytes(StandardCharsets.UTF_8)));
      client = builder.build();
      client.start();
    }
    return client;
  }

  /** Waits for running reads of the lock only; a read in flight fails. */
  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
