package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import java.util.concurrent.CompletionStage;

/** The node's HTTP entrance: who answers behind it changes when the node becomes active. */
final class Door implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private static final long serialVersionUID = 1L;

  private final transient ActorSystem<Void> system;
  private transient volatile Function<HttpRequest, CompletionStage<HttpResponse>> behind;

  Door(ActorSystem<Void> system) {
    this.system = system;
  }

  void open(Route route) {
    behind = route.handler(system);
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    return behind.apply(request);
  }
}
