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
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.Settings;
import dev.marathon.security.AccessControl;
import dev.marathon.store.lease.LeaseSetup;
import dev.marathon.store.lease.Leases;
import dev.marathon.store.lease.LeasesInMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Actor systems of nodes, as they run in production, in one process, with leases in memory. */
final class NodesInMemory implements AutoCloseable {

  private final LeasesInMemory leases = new LeasesInMemory();
  private final List<ActorSystem<Void>> running = new ArrayList<>();

  /** The same store, but one that does not know yet who is in the cluster. */
  static NodesInMemory withStoreOf(NodesInMemory others) throws IOException {
    var nodes = new NodesInMemory();
    var name = others.leases.read("store");
    if (!nodes.leases.write("store", Optional.empty(), name.orElseThrow())) {
      throw new IllegalStateException("not empty");
    }
    return nodes;
  }

  /**
   * Starts a node that looks for the others as in production.
   *
   * @param told why it does not find them
   */
  ActorSystem<Void> form(String host, Map<String, ?> more, Consumer<Optional<String>> told) {
    return form(host, more, Map.of(), told);
  }

  /**
   * @param tuning settings of Akka
   */
  ActorSystem<Void> form(
      String host, Map<String, ?> more, Map<String, ?> tuning, Consumer<Optional<String>> told) {
    var system = start(host, more, tuning);
    var cluster = settings(host, more).cluster();
    var seeds = new SeedNodes(cluster.seedNodes(), "marathon", cluster.port());
    var lease = Leases.get(system).active();
    var stores = new StoresOfSeeds(system, Leases.get(system)::storeName);
    system.systemActorOf(
        Hindrance.create(lease.keeper()::seen, seeds, stores::foreign, Duration.ZERO, told),
        "hindrance",
        DispatcherSelector.blocking());
    system.systemActorOf(
        Formation.create(lease, seeds, stores), "formation", DispatcherSelector.blocking());
    return system;
  }

  /** As others have to name it. */
  static String address(ActorSystem<Void> system) {
    return Cluster.get(system).selfMember().address().hostPort().replaceFirst(".*@", "");
  }

  static Settings settings(String host, Map<String, ?> more) {
    var given = new HashMap<String, Object>(more);
    given.put("mesos.master", List.of("http://m:5050"));
    given.put("cluster.address", host);
    given.putIfAbsent("cluster.port", 0);
    return Settings.load(Optional.empty(), ConfigFactory.parseMap(given).atPath("marathon"));
  }

  /**
   * @param host 127.0.0.x, which is a machine of its own here
   * @param more settings
   */
  ActorSystem<Void> start(String host, Map<String, ?> more) {
    return start(host, more, Map.of());
  }

  /**
   * @param tuning settings of Akka
   */
  ActorSystem<Void> start(String host, Map<String, ?> more, Map<String, ?> tuning) {
    var settings = settings(host, more);
    var akka =
        new AkkaSettings(settings, new Wiring(settings, Entrance.plain(8080, AccessControl.OPEN)));
    // What ends here has crashed, as far as the others know.
    var config =
        ConfigFactory.parseMap(tuning)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of("akka.coordinated-shutdown.run-by-actor-system-terminate", "off")))
            .withFallback(akka.config())
            .withFallback(settings.raw());
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "marathon",
            ActorSystemSetup.create(
                BootstrapSetup.create(config), new LeaseSetup(() -> leases, akka.lease())));
    running.add(system);
    return system;
  }

  void crash(ActorSystem<Void> system) {
    running.remove(system);
    system.terminate();
    await().untilAsserted(() -> assertThat(system.whenTerminated().isCompleted()).isTrue());
  }

  /** Those whom a node sees as full members. */
  static Set<String> up(ActorSystem<Void> system) {
    return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .map(Member::address)
        .map(address -> address.getHost().orElseThrow())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    List.copyOf(running).forEach(ActorSystem::terminate);
    List.copyOf(running)
        .forEach(
            system ->
                await()
                    .untilAsserted(
                        () -> assertThat(system.whenTerminated().isCompleted()).isTrue()));
  }
}
