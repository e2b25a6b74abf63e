package dev.marathon.local;

import akka.actor.ActorSystem;
import akka.dispatch.Dispatchers;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Tcp.ServerBinding;
import com.typesafe.config.ConfigFactory;
import dev.marathon.local.http.Listener;
import dev.marathon.local.http.MasterAccess;
import dev.marathon.local.http.MasterServer;
import dev.marathon.local.master.AgentLink;
import dev.marathon.local.master.EventLoop;
import dev.marathon.local.master.Master;
import dev.marathon.local.master.MasterFaults;
import dev.marathon.local.master.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Resource;

/**
 * A Mesos-compatible cluster in this process: a master that listens on a port, and its agents.
 *
 * <p>Closing it leaves real tasks running; the next one started with the same data directory adopts
 * them.
 */
public final class LocalCluster implements AutoCloseable {
  /** Simulated agents have no endpoints; this is what their offers say. */
  private static final int SIMULATED_PORT = 5051;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalClusterConfig config;
  private final AgentPlans plans;
  private final ActorSystem system;
  private final Listener listener;
  private final EventLoop loop;
  private final FileChannel lock;
  private final List<AgentLink> links = new ArrayList<>();
  private final List<TaskRunner> runners = new ArrayList<>();
  private final List<ServerBinding> agentBindings = new ArrayList<>();
  private ServerBinding binding;

  /** Only touched on the loop. */
  private Optional<Master> master = Optional.empty();

  private LocalCluster(LocalClusterConfig config) {
    this.config = config;
    plans = new AgentPlans(config);
    lock = lock(config.data());
    system =
        ActorSystem.create(
            "local-cluster",
            ConfigFactory.parseString(
                    "akka { actor.provider = local, daemonic = on, coordinated-shutdown.run-by-jvm-shutdown-hook = off,"
                        + " logger-startup-timeout = 60s,"
                        + " http.server.parsing.max-content-length = 64m }")
                .withFallback(ConfigFactory.load()));
    listener = new Listener(system);
    loop = new EventLoop("local-master", failure -> system.log().error(failure, "local master"));
  }

  /**
   * Starts a cluster whose agents run tasks as processes, or pretend to.
   *
   * @throws IllegalArgumentException for a configuration that makes no sense
   * @throws UncheckedIOException if the data directory cannot be used or is in use, or, caused by a
   *     {@link BindException}, if the port is taken
   */
  public static LocalCluster start(LocalClusterConfig config) {
    return start(config, new LocalRunners(config.simulation()));
  }

  /**
   * Starts a cluster with other runners.
   *
   * @throws IllegalArgumentException for a configuration that makes no sense
   * @throws UncheckedIOException if the port is taken or the data directory cannot be used or is in
   *     use
   */
  public static LocalCluster start(LocalClusterConfig config, RunnerFactory runners) {
    var cluster = new LocalCluster(config);
    try {
      cluster.start(runners);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static FileChannel lock(Path data) {
    try {
      Files.createDirectories(data);
      var channel =
          FileChannel.open(
              data.resolve("cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // This process has it: the same answer.
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use the data directory " + data + ": " + e.getMessage(), e);
    }
    throw new UncheckedIOException(
        new IOException("the data directory " + data + " is in use by another cluster"));
  }

  private void start(RunnerFactory factory) {
    binding = bind();
    var registry = registry();
    var first = newMaster(registry);
    for (int i = 0; i < config.agents(); i++) {
      links.add(link(i, registry, first, factory));
    }
    onLoop(
        ignored -> {
          first.start(links);
          master = Optional.of(first);
        });
  }

  private ServerBinding bind() {
    try {
      return await(
          MasterServer.bind(
              listener,
              config.host(),
              config.port(),
              new MasterAccess(loop, () -> master),
              config.credentials()));
    } catch (UncheckedIOException taken) {
      var reason =
          new BindException(
              "cannot listen on %s:%d: address already in use or not ours"
                  .formatted(config.host(), config.port()));
      reason.initCause(taken);
      throw new UncheckedIOException(reason);
    }
  }

  private Registry registry() {
    return Registry.at(config.data().resolve("registry.json"));
  }

  private Master newMaster(Registry registry) {
    return new Master(
        loop,
        config.settings(),
        registry,
        UUID.randomUUID().toString(),
        config.host(),
        port(),
        plans.masterRegion(),
        this::destroyVolume);
  }

  /** Deletes the directory of a destroyed persistent volume, where the runner made it. */
  private void destroyVolume(AgentLink agent, Resource volume) {
    if (config.simulation().isPresent()) {
      return;
    }
    var role = volume.getReservations(volume.getReservationsCount() - 1).getRole();
    var directory =
        workDir(agent.description().index())
            .resolve("volumes")
            .resolve("roles")
            .resolve(role)
            .resolve(volume.getDisk().getPersistence().getId());
    try {
      DeletedTree.delete(directory);
    } catch (IOException e) {
      system.log().warning("cannot delete the volume {}: {}", directory, e.getMessage());
    }
  }

  private Path workDir(int index) {
    return config.data().resolve("agents").resolve(String.valueOf(index + 1));
  }

  private AgentLink link(int index, Registry registry, Master first, RunnerFactory factory) {
    var plan = plans.plan(index);
    var id = registry.ofIndex(index).map(Registry.Entry::id).orElseGet(first::newAgentId);
    var handler = new CompletableFuture<Optional<AgentEndpoints>>();
    int port = config.simulation().isPresent() ? SIMULATED_PORT : bindAgent(plan.ip(), handler);
    var place =
        new RunnerFactory.Place(
            index,
            AgentID.newBuilder().setValue(id).build(),
            plan.hostname(),
            plan.ip(),
            port,
            workDir(index));
    var runner = factory.create(place);
    runners.add(runner);
    handler.complete(
        factory.endpoints(
            place,
            runner,
            new RunnerFactory.Surroundings(
                config.host(),
                plan.resources().items(),
                plan.attributes(),
                SystemMaterializer.get(system).materializer(),
                system.dispatchers().lookup(Dispatchers.DefaultBlockingDispatcherId()))));
    var link =
        new AgentLink(
            new AgentLink.Description(
                index,
                id,
                plan.hostname(),
                plan.ip(),
                port,
                plan.resources(),
                plan.attributes(),
                plan.region(),
                plan.zone()),
            loop,
            runner);
    runner.start(link);
    return link;
  }

  private int bindAgent(String ip, CompletableFuture<Optional<AgentEndpoints>> handler) {
    var agent = await(MasterServer.bindAgent(listener, ip, handler));
    agentBindings.add(agent);
    return agent.localAddress().getPort();
  }

  /** Of the master, as {@code http://127.0.0.1:5050}. */
  public URI master() {
    return URI.create("http://" + config.host() + ":" + port());
  }

  private int port() {
    return binding.localAddress().getPort();
  }

  /** Faults to order, for tests. */
  public Faults faults() {
    return new MasterFaults(this::onMaster, this::restart, links);
  }

  private void restart() {
    onLoop(
        ignored -> {
          master.ifPresent(Master::die);
          var next = newMaster(registry());
          master = Optional.of(next);
          next.start(links);
        });
  }

  private void onMaster(Consumer<Master> action) {
    onLoop(ignored -> action.accept(master.orElseThrow()));
  }

  private void onLoop(Consumer<Void> action) {
    var done = new CompletableFuture<Void>();
    loop.execute(
        () -> {
          try {
            action.accept(null);
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    await(done);
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause
          && !(cause instanceof akka.stream.StreamTcpException)) {
        throw cause;
      }
      throw new UncheckedIOException(new IOException(e.getCause().getMessage(), e.getCause()));
    } catch (TimeoutException e) {
      throw new IllegalStateException("the local cluster does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Ends all tasks, as a person who leaves the machine wants it, and waits for their ends within
   * their grace periods.
   *
   * @return how many there were
   */
  public int endTasks() {
    int count = 0;
    for (var runner : runners) {
      for (var live : runner.live()) {
        if (live.running()) {
          count++;
          runner.kill(live.framework().getId(), live.task().getTaskId(), Optional.empty());
        }
      }
    }
    var limit = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < limit && runners.stream().anyMatch(LocalCluster::busy)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return count;
  }

  private static boolean busy(TaskRunner runner) {
    return runner.live().stream().anyMatch(LiveTask::running);
  }

  /** Stops the master and the agents; tasks that are processes go on. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          master.ifPresent(Master::stop);
          master = Optional.empty();
        });
    loop.close();
    runners.forEach(TaskRunner::close);
    if (binding != null) {
      binding.unbind();
    }
    agentBindings.forEach(ServerBinding::unbind);
    listener.close();
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Its threads are daemons.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
