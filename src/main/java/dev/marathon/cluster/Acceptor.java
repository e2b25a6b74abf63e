package dev.marathon.cluster;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.IncomingConnection;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.marathon.metrics.Metrics;
import java.util.concurrent.CompletionStage;

/** Takes connections in, within limits; those beyond them are closed at once. */
record Acceptor(
    ActorSystem<Void> system,
    Function<HttpRequest, CompletionStage<HttpResponse>> door,
    Connections connections) {

  private static final Flow<HttpRequest, HttpResponse, NotUsed> CLOSED =
      Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.empty());

  CompletionStage<ServerBinding> listen(ServerBuilder server) {
    return server.connectionSource().to(Sink.foreach(this::accept)).run(system);
  }

  private void accept(IncomingConnection connection) {
    var address = connection.remoteAddress().getAddress();
    if (!connections.admit(address)) {
      Metrics.count("http.connections.refused", 1);
      connection.handleWith(CLOSED, SystemMaterializer.get(system).materializer());
      return;
    }
    Metrics.gauge("http.connections.active", connections.open());
    connection.handleWith(
        Flow.of(HttpRequest.class)
            .mapAsync(1, door)
            .watchTermination(
                (nothing, end) -> {
                  end.whenComplete(
                      (done, failure) -> {
                        connections.gone(address);
                        Metrics.gauge("http.connections.active", connections.open());
                      });
                  return nothing;
                }),
        SystemMaterializer.get(system).materializer());
  }
}
