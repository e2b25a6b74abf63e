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
import dev.marathon.store.DataDirectory;
import dev.marathon.store.SqliteJournal;
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

  private final DataDirectory data;
  private final ActorSystem<Void> system;
  private final ServerBinding binding;
  private final CompletableFuture<Ending> ending;

  private Node(
      DataDirectory data,
      ActorSystem<Void> system,
      ServerBinding binding,
      CompletableFuture<Ending> ending) {
    this.data = data;
    this.system = system;
    this.binding = binding;
    this.ending = ending;
  }

  /**
   * Starts a node and returns once its HTTP port is open; it serves when the take-over is complete.
   *
   * @param data locked by the caller, released by {@link #close}
   * @throws StartFailure with one line for the operator
   */
  public static Node start(Settings settings, DataDirectory data, boolean newFrameworkId)
      throws StartFailure {
    try {
      SqliteJournal.create(data.journal());
    } catch (IOException unusable) {
      throw new StartFailure(ExitCode.USAGE, unusable.getMessage());
    }
    var config = SqliteJournal.config(data.journal()).withFallback(settings.raw());
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
      var cluster = Cluster.get(system);
      ClusterSingleton.get(system)
          .init(SingletonActor.of(ActiveNode.create(wishes), "active-node"));
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      return new Node(data, system, binding, ending);
    } catch (StartFailure failure) {
      system.terminate();
      throw failure;
    }
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
    data.close();
  }
}
