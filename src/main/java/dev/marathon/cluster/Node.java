package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Join;
import akka.cluster.typed.SingletonActor;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import dev.marathon.config.Settings;
import dev.marathon.metrics.Metrics;
import dev.marathon.store.Store;
import dev.marathon.store.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One Marathon process: its HTTP port, its place in the Akka cluster, and on the active node
 * everything that {@link ActiveNode} starts.
 */
public final class Node implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Store store;
  private final ActorSystem<Void> system;
  private final ServerBinding binding;
  private final CompletableFuture<Ending> ending;

  private Node(
      Store store,
      ActorSystem<Void> system,
      ServerBinding binding,
      CompletableFuture<Ending> ending) {
    this.store = store;
    this.system = system;
    this.binding = binding;
    this.ending = ending;
  }

  /**
   * Starts a node and returns once its HTTP port is open; it serves when the take-over is complete.
   *
   * @param store closed by {@link #close}
   * @throws StartFailure with one line for the operator
   */
  public static Node start(Settings settings, Store store, boolean newFrameworkId)
      throws StartFailure {
    boolean prepared = prepare(store);
    var config = store.config().withFallback(settings.raw());
    var system = ActorSystem.<Void>create(Behaviors.empty(), "marathon", config);
    var ending = new CompletableFuture<Ending>();
    try {
      var metrics = Metrics.start(config);
      var door = new Door(system);
      door.close(
          ApiWiring.closed(
              system, new Wiring(settings, settings.http().port()), metrics, door::whenOpen));
      var binding = bind(system, settings, door);
      var wishes =
          new ActiveNode.Wishes(
              settings,
              binding.localAddress().getPort(),
              newFrameworkId,
              door,
              metrics,
              ending::complete);
      if (prepared) {
        join(system, wishes);
      } else {
        new StoreWait(store, () -> join(system, wishes), ending::complete).start();
      }
      return new Node(store, system, binding, ending);
    } catch (StartFailure failure) {
      system.terminate();
      throw failure;
    }
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

  private static void join(ActorSystem<Void> system, ActiveNode.Wishes wishes) {
    var cluster = Cluster.get(system);
    ClusterSingleton.get(system).init(SingletonActor.of(ActiveNode.create(wishes), "active-node"));
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  private static ServerBinding bind(
      ActorSystem<Void> system,
      Settings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> door)
      throws StartFailure {
    var http = settings.http();
    try {
      return Http.get(system)
          .newServerAt(http.address(), http.port())
          .bind(door)
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException refused) {
      throw new StartFailure(
          ExitCode.CANNOT_BIND,
          "cannot listen on %s:%d: %s; choose another by --http-port"
              .formatted(http.address(), http.port(), reason(refused)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.FAILED, "interrupted while starting");
    }
  }

  private static String reason(Exception refused) {
    var cause = refused.getCause() == null ? refused : refused.getCause();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  /** Where the HTTP API listens. */
  public String url() {
    var address = binding.localAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Completes when the node has to end by itself. */
  public CompletionStage<Ending> ending() {
    return ending;
  }

  /** Stops serving and closes everything; tasks go on. */
  @Override
  public void close() throws IOException {
    binding.terminate(Duration.ofSeconds(1));
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
