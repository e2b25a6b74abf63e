package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ZooKeeperMastersTest {

  private static TestingServer server;
  private static CuratorFramework zooKeeper;

  @BeforeAll
  static void start() throws Exception {
    server = new TestingServer();
    zooKeeper =
        CuratorFrameworkFactory.builder()
            .connectString(server.getConnectString())
            .retryPolicy(new RetryOneTime(100))
            .authorization("digest", "mesos:secret".getBytes(StandardCharsets.UTF_8))
            .build();
    zooKeeper.start();
  }

  @AfterAll
  static void stop() throws Exception {
    zooKeeper.close();
    server.close();
  }

  @Test
  void lowestNumberLeadsAndOthersFollow() throws Exception {
    zooKeeper.create().forPath("/order");
    zooKeeper.create().forPath("/order/log_replicas");
    String first = register("/order", master("10.0.0.1", "m1", 5051));
    register("/order", master("10.0.0.2", "m2", 5052));
    try (var masters = masters("/order", Optional.empty(), false)) {
      assertThat(find(masters)).isEqualTo(new MasterAddress(false, "10.0.0.1", 5051));

      zooKeeper.delete().forPath(first);

      assertThat(find(masters)).isEqualTo(new MasterAddress(false, "10.0.0.2", 5052));
    }
  }

  @Test
  void httpsNeedsTheName() throws Exception {
    zooKeeper.create().forPath("/tls");
    register("/tls", master("10.0.0.1", "m1.example", 5051));
    try (var masters = masters("/tls", Optional.empty(), true)) {
      assertThat(find(masters)).isEqualTo(new MasterAddress(true, "m1.example", 5051));
    }
  }

  @Test
  void oldFormWithoutAnAddressIsUnderstood() throws Exception {
    byte[] old =
        "{\"hostname\":\"m\",\"id\":\"x\",\"ip\":16777343,\"port\":5050,\"pid\":\"master@127.0.0.1:5050\"}"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(ZooKeeperMasters.address(old, false)).isEqualTo(new MasterAddress(false, "m", 5050));
  }

  @Test
  void protectedNodesNeedTheCredentials() throws Exception {
    zooKeeper.create().withACL(ZooDefs.Ids.CREATOR_ALL_ACL).forPath("/closed");
    zooKeeper
        .create()
        .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
        .withACL(ZooDefs.Ids.CREATOR_ALL_ACL)
        .forPath("/closed/json.info_", master("10.0.0.1", "m1", 5051));

    try (var masters = masters("/closed", Optional.empty(), false)) {
      assertThatThrownBy(() -> find(masters)).hasMessageContaining("NoAuth");
    }
    try (var masters = masters("/closed", Optional.of("mesos:secret"), false)) {
      assertThat(find(masters).port()).isEqualTo(5051);
    }
  }

  @Test
  void noMasterIsAFailureThatNamesThePlace() throws Exception {
    zooKeeper.create().forPath("/empty");
    try (var masters = masters("/empty", Optional.of("mesos:secret"), false)) {
      assertThatThrownBy(() -> find(masters))
          .hasMessageContaining("no master is registered under zk://***@")
          .hasMessageContaining("/empty");
    }
  }

  private static String register(String path, byte[] info) throws Exception {
    return zooKeeper
        .create()
        .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
        .forPath(path + "/json.info_", info);
  }

  static byte[] master(String ip, String host, int port) {
    return ("""
        {"address":{"hostname":"%s","ip":"%s","port":%d},"hostname":"%s","id":"x","ip":16777343,\
        "pid":"master@%s:%d","port":%d,"version":"1.12.0"}"""
            .formatted(host, ip, port, host, ip, port, port))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ZooKeeperMasters masters(String path, Optional<String> digest, boolean tls) {
    return new ZooKeeperMasters(
        new MasterSource.ZooKeeper(server.getConnectString(), path, digest, tls),
        Duration.ofSeconds(5),
        Runnable::run);
  }

  private static MasterAddress find(LeaderFinder finder) throws Exception {
    return finder.find().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
