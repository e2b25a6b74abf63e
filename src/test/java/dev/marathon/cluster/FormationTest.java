package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.Settings;
import dev.marathon.security.AccessControl;
import dev.marathon.store.lease.LeaseRow;
import dev.marathon.store.lease.LeaseSetup;
import dev.marathon.store.lease.LeaseTable;
import dev.marathon.store.lease.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in one process, over real connections. */
class FormationTest {

  private static final Duration LATER = Duration.ofSeconds(60);

  /** Lets nobody in for good: a node that joins stays at the door. */
  private static final Config NOBODY_UP =
      ConfigFactory.parseMap(Map.of("akka.cluster.leader-actions-interval", "1h"));

  /** Ends without a word to the others. */
  private static final Config CRASHES =
      ConfigFactory.parseMap(
          Map.of("akka.coordinated-shutdown.run-by-actor-system-terminate", "off"));

  private final Map<String, LeaseRow> rows = new ConcurrentHashMap<>();
  private final List<ActorSystem<Void>> nodes = new ArrayList<>();

  /** Of all nodes. */
  private final class Table implements LeaseTable {
    @Override
    public Optional<LeaseRow> read(String name) {
      return Optional.ofNullable(rows.get(name));
    }

    @Override
    public boolean write(String name, Optional<LeaseRow> expected, LeaseRow next) {
      return expected
          .map(row -> rows.replace(name, row, next))
          .orElseGet(() -> rows.putIfAbsent(name, next) == null);
    }

    @Override
    public void close() {}
  }

  private ActorSystem<Void> node(Config more) {
    var settings =
        Settings.load(
            Optional.empty(),
            ConfigFactory.parseMap(
                    Map.of(
                        "mesos.master",
                        List.of("http://m:5050"),
                        "cluster.acceptable-pause",
                        "500ms",
                        "cluster.address",
                        "127.0.0.1",
                        "cluster.port",
                        0))
                .atPath("marathon"));
    var akka =
        new AkkaSettings(settings, new Wiring(settings, Entrance.plain(8080, AccessControl.OPEN)));
    var config = more.withFallback(CRASHES).withFallback(akka.config());
    var system =
        ActorSystem.<Void>create(
            Behaviors.empty(),
            "marathon",
            ActorSystemSetup.create(
                BootstrapSetup.create(config.withFallback(settings.raw())),
                new LeaseSetup(Table::new, akka.lease())));
    nodes.add(system);
    system.systemActorOf(
        Formation.create(
            Leases.get(system).active(),
            Set::of,
            new StoresOfSeeds(system, Leases.get(system)::storeName)),
        "formation",
        DispatcherSelector.blocking());
    return system;
  }

  private static MemberStatus status(ActorSystem<Void> node) {
    return Cluster.get(node).selfMember().status();
  }

  private static List<Member> members(ActorSystem<Void> node) {
    return StreamSupport.stream(Cluster.get(node).state().getMembers().spliterator(), false)
        .toList();
  }

  private static void crash(ActorSystem<Void> node) {
    node.terminate();
    await().atMost(LATER).until(() -> node.getWhenTerminated().toCompletableFuture().isDone());
  }

  @AfterEach
  void end() {
    nodes.forEach(ActorSystem::terminate);
  }

  @Test
  void aNodeWhoseHostsCrashBeforeItIsInGoesOnAlone() {
    var first = node(NOBODY_UP);
    await().atMost(LATER).until(() -> status(first).equals(MemberStatus.up()));
    var second = node(ConfigFactory.empty());
    await().atMost(LATER).until(() -> members(second).size() == 2);
    assertThat(status(second)).isEqualTo(MemberStatus.joining());

    crash(first);

    await().atMost(LATER).until(() -> status(second).equals(MemberStatus.up()));
    await().atMost(LATER).until(() -> members(second).size() == 1);
    assertThat(Leases.get(second).active().keeper().valid()).isTrue();
  }

  @Test
  void ofSeveralNodesAtTheDoorOneBringsTheOthersIn() {
    var first = node(NOBODY_UP);
    await().atMost(LATER).until(() -> status(first).equals(MemberStatus.up()));
    var second = node(ConfigFactory.empty());
    var third = node(ConfigFactory.empty());
    await().atMost(LATER).until(() -> members(second).size() == 3 && members(third).size() == 3);

    crash(first);

    for (var node : List.of(second, third)) {
      await().atMost(LATER).until(() -> status(node).equals(MemberStatus.up()));
      await().atMost(LATER).until(() -> members(node).size() == 2);
    }
  }
}
