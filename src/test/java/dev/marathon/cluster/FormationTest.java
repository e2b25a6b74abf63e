package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import dev.marathon.store.lease.Leases;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose host crashes before it let them in. */
class FormationTest {

  /** Lets nobody in for good: a node that joins stays at the door. */
  private static final Map<String, ?> NOBODY_UP =
      Map.of("akka.cluster.leader-actions-interval", "1h");

  private final NodesInMemory nodes = new NodesInMemory();

  @AfterEach
  void end() {
    nodes.close();
  }

  private ActorSystem<Void> node(Map<String, ?> tuning) {
    return nodes.form("127.0.0.1", Map.of(), tuning, why -> {});
  }

  private static MemberStatus status(ActorSystem<Void> node) {
    return Cluster.get(node).selfMember().status();
  }

  private static List<Member> members(ActorSystem<Void> node) {
    return StreamSupport.stream(Cluster.get(node).state().getMembers().spliterator(), false)
        .toList();
  }

  @Test
  void aNodeWhoseHostsCrashBeforeItIsInGoesOnAlone() {
    var first = node(NOBODY_UP);
    await().until(() -> status(first).equals(MemberStatus.up()));
    var second = node(Map.of());
    await().until(() -> members(second).size() == 2);
    assertThat(status(second)).isEqualTo(MemberStatus.joining());

    nodes.crash(first);

    await().until(() -> status(second).equals(MemberStatus.up()));
    await().until(() -> members(second).size() == 1);
    assertThat(Leases.get(second).active().keeper().valid()).isTrue();
  }

  @Test
  void ofSeveralNodesAtTheDoorOneBringsTheOthersIn() {
    var first = node(NOBODY_UP);
    await().until(() -> status(first).equals(MemberStatus.up()));
    var second = node(Map.of());
    var third = node(Map.of());
    await().until(() -> members(second).size() == 3 && members(third).size() == 3);

    nodes.crash(first);

    for (var node : List.of(second, third)) {
      await().until(() -> status(node).equals(MemberStatus.up()));
      await().until(() -> members(node).size() == 2);
    }
  }
}
