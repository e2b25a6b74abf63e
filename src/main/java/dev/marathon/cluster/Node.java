package dev.marathon.cluster;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Join;
import akka.cluster.typed.Leave;
import akka.cluster.typed.SingletonActor;
import akka.remote.RemoteTransportException;
import dev.marathon.api.LeaderProxy;
import dev.marathon.api.Standby;
import dev.marathon.config.ClusterSettings;
import dev.marathon.config.InvalidSettings;
import dev.marathon.config.Settings;
import dev.marathon.metrics.Metrics;
import dev.marathon.security.Guards;
import dev.marathon.security.Tls;
import dev.marathon.store.Store;
import dev.marathon.store.StoreUnavailable;
import dev.marathon.store.lease.LeaseSetup;
import dev.marathon.store.lease.LeaseWorker;
import dev.marathon.store.lease.Leases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One Marathon process: its HTTP port, its place in the Akka cluster, and on the active node
 * everything that {@link ActiveParts} starts.
 */
public final class Node implements AutoCloseable {

  /** Of the actor system; part of every node's address. */
  private static final String NAME = "marathon";

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * Who has lost the lease acts no more, but says that it goes: the others need not find out, nor
   * ask the store, which may be why it was lost, which of them go on.
   */
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(3);

  private final Store store;
  private final ActorSystem<Void> system;
  private final Listeners listeners;
  private final Farewell farewell;
  private volatile boolean closing;

  private Node(Store store, ActorSystem<Void> system, Listeners listeners, Farewell farewell) {
    this.store = store;
    this.system = system;
    this.listeners = listeners;
    this.farewell = farewell;
  }

  /**
   * Starts a node and returns once its HTTP port is open; it serves when the take-over is complete.
   *
   * @param store closed by {@link #close}
   * @throws StartFailure with one line for the operator
   */
  public static Node start(Settings given, Store store, boolean newFrameworkId)
      throws StartFailure {
    return start(given, store, newFrameworkId, Hindrance.PATIENCE);
  }

  /**
   * @param patience after that it says why it is in no cluster
   */
  static Node start(Settings given, Store store, boolean newFrameworkId, Duration patience)
      throws StartFailure {
    var guard = guard(given);
    var tls = tls(given);
    checkMaster(new Wiring(given, entrance(given, guard)));
    boolean prepared = prepare(store);
    var settings = given.store().shared() ? given.withHttpPort(httpPort(given)) : given;
    var wiring = new Wiring(settings, entrance(settings, guard));
    var system = system(settings, store, wiring);
    var farewell = new Farewell();
    system
        .getWhenTerminated()
        .thenRun(
            () ->
                farewell.end(
                    new Ending(ExitCode.LEADERSHIP_LOST, "the other nodes removed this one")));
    try {
      reload(system, settings, guard.reload());
      tls.ifPresent(certificate -> reload(system, settings, certificate::reload));
      var metrics = Metrics.start(system.settings().config());
      MetricsPush.start(system, settings.metrics(), metrics);
      var lease = lease(settings, system, farewell);
      BooleanSupplier mayAct =
          lease.<BooleanSupplier>map(held -> held.keeper()::valid).orElse(() -> true);
      var door = new Door(system, mayAct);
      var hindrance = new AtomicReference<Optional<String>>(Optional.empty());
      var standby = standby(system, wiring, door, hindrance::get, () -> lack(lease));
      door.close(ApiWiring.closed(system, wiring, metrics, standby));
      var listeners = Listeners.open(system, settings, tls, door);
      var wishes =
          new ActiveNode.Wishes(
              settings,
              listeners.entrance(guard.control()),
              newFrameworkId,
              door,
              metrics,
              mayAct,
              farewell::end,
              ActiveNode.Stage.WORLD);
      Runnable join = () -> join(system, wishes, lease, patience, hindrance::set);
      if (prepared) {
        join.run();
      } else {
        new StoreWait(store, join, farewell::end).start();
      }
      return new Node(store, system, listeners, farewell);
    } catch (StartFailure failure) {
      system.terminate();
      throw failure;
    }
  }

  /** Other nodes have to know it before it is open. */
  private static int httpPort(Settings settings) throws StartFailure {
    int port = settings.http().port();
    if (port != 0) {
      return port;
    }
    try (var free = new ServerSocket(0, 1, InetAddress.getByName(settings.http().address()))) {
      return free.getLocalPort();
    } catch (IOException unusable) {
      throw new StartFailure(
          ExitCode.CANNOT_BIND,
          "cannot listen on " + settings.http().address() + ": " + unusable.getMessage());
    }
  }

  private static ActorSystem<Void> system(Settings settings, Store store, Wiring wiring)
      throws StartFailure {
    var config = store.config().withFallback(settings.raw());
    if (!settings.store().shared()) {
      return ActorSystem.create(Behaviors.empty(), NAME, config);
    }
    var akka = new AkkaSettings(settings, wiring);
    var times = akka.lease();
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(akka.config().withFallback(config)),
            new LeaseSetup(() -> store.leases(times.validity()).orElseThrow(), times));
    try {
      return ActorSystem.create(Behaviors.empty(), NAME, setup);
    } catch (RemoteTransportException unusable) {
      throw new StartFailure(
          ExitCode.CANNOT_BIND,
          "cannot listen for other nodes on %s:%d: %s; see cluster.address and --cluster-port"
              .formatted(wiring.clusterAddress(), settings.cluster().port(), reason(unusable)));
    }
  }

  private static Optional<LeaseWorker> lease(
      Settings settings, ActorSystem<Void> system, Farewell farewell) {
    if (!settings.store().shared()) {
      return Optional.empty();
    }
    var lease = Leases.get(system).active();
    lease.whenLost(
        why -> {
          farewell.endWithin(
              LEAVE_WITHIN,
              new Ending(ExitCode.LEADERSHIP_LOST, "lost the lease of the leader: " + why));
          var cluster = Cluster.get(system);
          cluster.manager().tell(new Leave(cluster.selfMember().address()));
        });
    return Optional.of(lease);
  }

  /** What keeps a standby from taking over. */
  private static Optional<String> lack(Optional<LeaseWorker> lease) {
    return lease
        .filter(held -> !held.keeper().answered())
        .map(held -> "its store does not answer, so it could not take over");
  }

  private static Standby standby(
      ActorSystem<Void> system,
      Wiring wiring,
      Door door,
      Supplier<Optional<String>> hindrance,
      Supplier<Optional<String>> lack) {
    var cluster = Cluster.get(system);
    var self = cluster.selfMember().address();
    var proxy =
        wiring.settings().cluster().standby() == ClusterSettings.Standby.PROXY
            ? Optional.of(new LeaderProxy(system, wiring.proxy()))
            : Optional.<LeaderProxy>empty();
    return new Standby(
        system,
        () -> Whereabouts.of(cluster.state(), self, hindrance),
        lack,
        door::whenOpen,
        proxy);
  }

  private static void checkMaster(Wiring wiring) throws StartFailure {
    try {
      wiring.client();
    } catch (IllegalArgumentException wrong) {
      throw new StartFailure(ExitCode.USAGE, "Mesos master: " + wrong.getMessage());
    }
    try {
      wiring.operator();
    } catch (IllegalArgumentException wrong) {
      throw new StartFailure(ExitCode.USAGE, "mesos.agents.certificates: " + wrong.getMessage());
    }
  }

  /** Who is let in. */
  private static Guards.Guard guard(Settings settings) throws StartFailure {
    try {
      return Guards.of(settings.security());
    } catch (InvalidSettings unusable) {
      throw new StartFailure(ExitCode.USAGE, unusable.getMessage());
    }
  }

  private static Optional<Tls> tls(Settings settings) throws StartFailure {
    if (settings.https().only() && !settings.https().enabled()) {
      throw new StartFailure(
          ExitCode.USAGE,
          "https.only (--disable_http) needs a certificate: https.keystore or https.certificate");
    }
    try {
      return settings.https().enabled() ? Optional.of(Tls.of(settings.https())) : Optional.empty();
    } catch (InvalidSettings unusable) {
      throw new StartFailure(ExitCode.USAGE, unusable.getMessage());
    }
  }

  /** The ports as they are wanted, before they are open. */
  private static Entrance entrance(Settings settings, Guards.Guard guard) {
    var https = settings.https();
    return new Entrance(
        https.only() ? Optional.empty() : Optional.of(settings.http().port()),
        https.enabled() ? Optional.of(https.port()) : Optional.empty(),
        guard.control());
  }

  /** Files that say who is let in are looked at again all the time. */
  private static void reload(ActorSystem<Void> system, Settings settings, Runnable look) {
    var every = settings.security().reloadInterval();
    var threads = system.dispatchers().lookup(DispatcherSelector.blocking());
    system.scheduler().scheduleWithFixedDelay(every, every, look, threads);
  }

  /** Whether the store answers; one that cannot be used at all is a reason not to start. */
  private static boolean prepare(Store store) throws StartFailure {
    try {
      store.prepare();
      return true;
    } catch (StoreUnavailable away) {
      StoreWait.say(away);
      return false;
    } catch (IOException unusable) {
      throw new StartFailure(ExitCode.USAGE, unusable.getMessage());
    }
  }

  private static void join(
      ActorSystem<Void> system,
      ActiveNode.Wishes wishes,
      Optional<LeaseWorker> lease,
      Duration patience,
      Consumer<Optional<String>> hindrance) {
    var cluster = Cluster.get(system);
    ClusterSingleton.get(system).init(SingletonActor.of(ActiveNode.create(wishes), "active-node"));
    if (lease.isEmpty()) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      return;
    }
    var settings = wishes.settings().cluster();
    var self = cluster.selfMember().address();
    system.systemActorOf(Membership.create(wishes.end()), "membership", Props.empty());
    system.systemActorOf(
        Rehearsal.create(
            new Wiring(wishes.settings(), wishes.entrance()),
            () ->
                lease.get().keeper().answered()
                    && Whereabouts.of(cluster.state(), self, Optional::empty)
                        instanceof Standby.Leader.Other,
            DressRehearsal.create(
                wishes.settings(), wishes.metrics(), DressRehearsal.LIMIT, status -> {})),
        "rehearsal",
        Props.empty());
    var seeds = new SeedNodes(settings.seedNodes(), NAME, settings.port());
    var stores = new StoresOfSeeds(system, Leases.get(system)::storeName);
    system.systemActorOf(
        Hindrance.create(lease.get().keeper()::seen, seeds, stores::foreign, patience, hindrance),
        "hindrance",
        DispatcherSelector.blocking());
    system.systemActorOf(
        Formation.create(lease.get(), seeds, stores), "formation", DispatcherSelector.blocking());
  }

  /** In the system's words, without the address in front of them. */
  static String reason(Exception refused) {
    var cause = refused.getCause() == null ? refused : refused.getCause();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replaceFirst("^\\[.*?] ", "");
  }

  /** Where the HTTP API listens. */
  public String url() {
    return listeners.url();
  }

  /** Completes when the node has to end by itself; never once it is being closed. */
  public CompletionStage<Ending> ending() {
    return farewell
        .ending()
        .thenCompose(
            end -> closing ? new CompletableFuture<>() : CompletableFuture.completedFuture(end));
  }

  /** Stops serving and closes everything; tasks go on. A second call does nothing. */
  @Override
  public void close() throws IOException {
    if (closing) {
      return;
    }
    closing = true;
    listeners.close();
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      // The process ends anyway; the journal is synced at every write.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
