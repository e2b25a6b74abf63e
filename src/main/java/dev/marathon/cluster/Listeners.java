package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import dev.marathon.config.Settings;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Tls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The open ports of the HTTP API: plain, TLS or both. */
record Listeners(Optional<ServerBinding> http, Optional<ServerBinding> https) {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * @throws StartFailure naming the address and the option
   */
  static Listeners open(
      ActorSystem<Void> system,
      Settings settings,
      Optional<Tls> tls,
      Function<HttpRequest, CompletionStage<HttpResponse>> door)
      throws StartFailure {
    var connections =
        new Connections(
            settings.http().maxConnections(), settings.http().maxConnectionsPerAddress());
    var accept = new Acceptor(system, door, connections);
    Optional<ServerBinding> http = Optional.empty();
    Optional<ServerBinding> https = Optional.empty();
    if (!settings.https().only()) {
      int port = settings.http().port();
      var server = Http.get(system).newServerAt(settings.http().address(), port);
      http = Optional.of(bind(server, accept, settings.http().address(), port, "--http-port"));
    }
    if (tls.isPresent()) {
      var address = settings.https().address().orElse(settings.http().address());
      int port = settings.https().port();
      var server = Http.get(system).newServerAt(address, port).enableHttps(tls.get().connections());
      https = Optional.of(bind(server, accept, address, port, "--https-port"));
    }
    return new Listeners(http, https);
  }

  private static ServerBinding bind(
      ServerBuilder server, Acceptor acceptor, String address, int port, String option)
      throws StartFailure {
    try {
      return acceptor.listen(server).toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException refused) {
      throw new StartFailure(
          ExitCode.CANNOT_BIND,
          "cannot listen on %s:%d: %s; choose another by %s"
              .formatted(address, port, Node.reason(refused), option));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.FAILED, "interrupted while starting");
    }
  }

  Entrance entrance(AccessControl access) {
    return new Entrance(http.map(Listeners::port), https.map(Listeners::port), access);
  }

  /** Where the API listens; plain HTTP if it is open. */
  String url() {
    return http.map(binding -> url("http", binding))
        .orElseGet(() -> url("https", https.orElseThrow()));
  }

  private static String url(String scheme, ServerBinding binding) {
    return scheme
        + "://"
        + binding.localAddress().getAddress().getHostAddress()
        + ":"
        + port(binding);
  }

  private static int port(ServerBinding binding) {
    return binding.localAddress().getPort();
  }

  void close() {
    Stream.of(http, https)
        .flatMap(Optional::stream)
        .forEach(
            binding -> {
              var unused = binding.terminate(Duration.ofSeconds(1));
            });
  }
}
