package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The lease that decided about one crash is kept for a while; a crash within that time must not end
 * those who are left.
 */
class CrashAfterCrashTest {

  private final NodesInMemory nodes = new NodesInMemory();

  private ActorSystem<Void> join(String host, ActorSystem<Void> seed) {
    var system = nodes.start(host, Map.of());
    Cluster.get(system)
        .manager()
        .tell(Join.create(Cluster.get(seed == null ? system : seed).selfMember().address()));
    return system;
  }

  private static void sees(ActorSystem<Void> system, String... hosts) {
    await()
        .untilAsserted(
            () -> {
              assertThat(NodesInMemory.up(system)).isEqualTo(Set.of(hosts));
              assertThat(Cluster.get(system).state().getUnreachable()).isEmpty();
            });
  }

  @Test
  void thoseWhoAreLeftGoOn() {
    try (nodes) {
      // The node with the lowest address decides; that of the second crash is not that of the
      // first.
      var b = join("127.0.0.2", null);
      var c = join("127.0.0.3", b);
      var a = join("127.0.0.1", b);
      sees(a, "127.0.0.1", "127.0.0.2", "127.0.0.3");
      nodes.crash(a);
      sees(c, "127.0.0.2", "127.0.0.3");

      var again = join("127.0.0.1", b);
      sees(again, "127.0.0.1", "127.0.0.2", "127.0.0.3");
      nodes.crash(c);
      sees(again, "127.0.0.1", "127.0.0.2");
      sees(b, "127.0.0.1", "127.0.0.2");
    }
  }
}
