package dev.marathon.api;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import dev.marathon.base.Unhandled;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What a node does with requests while it does not lead: it sends clients to the leader, or
 * forwards for them. Streams of events are redirected as the original does (302).
 *
 * @param leader who leads now
 * @param lack what keeps this node from taking over while another one leads
 * @param here answers while this node itself takes over
 * @param proxy forwards; absent: clients are redirected
 */
public record Standby(
    ActorSystem<?> system,
    Supplier<Leader> leader,
    Supplier<Optional<String>> lack,
    Elsewhere here,
    Optional<LeaderProxy> proxy)
    implements Elsewhere {

  /** Who leads, as far as this node knows. */
  public sealed interface Leader {

    /**
     * @param url without a slash at its end
     */
    record Other(String url) implements Leader {}

    /** This node, which is taking over. */
    record Here() implements Leader {}

    /**
     * There is an election, or the leader does not answer.
     *
     * @param why this node does not get into the cluster
     */
    record Nobody(Optional<String> why) implements Leader {}
  }

  @Override
  public CompletionStage<HttpResponse> answer(HttpRequest request) {
    var now = leader.get();
    if (now instanceof Leader.Other other) {
      return proxy.isPresent()
          ? proxy.get().forward(request, other.url())
          : CompletableFuture.completedFuture(redirect(request, other.url()));
    }
    if (now instanceof Leader.Here) {
      return here.answer(request);
    }
    if (now instanceof Leader.Nobody nobody) {
      return CompletableFuture.failedFuture(
          ApiError.unavailable(
                  nobody.why().orElse("no node leads at the moment; try again soon"), 1)
              .refused());
    }
    throw new Unhandled(now);
  }

  @Override
  public Optional<String> leaderUrl() {
    return leader.get() instanceof Leader.Other other ? Optional.of(other.url()) : Optional.empty();
  }

  @Override
  public Optional<String> hindrance() {
    return leader.get() instanceof Leader.Nobody nobody ? nobody.why() : lack.get();
  }

  private HttpResponse redirect(HttpRequest request, String url) {
    request.discardEntityBytes(system);
    boolean events = request.getUri().path().startsWith("/v2/events");
    return Responses.empty(events ? 302 : 307)
        .addHeader(RawHeader.create("Location", url + target(request)));
  }

  /** Path and query as the client wrote them. */
  static String target(HttpRequest request) {
    var uri = request.getUri();
    return uri.getPathString() + uri.rawQueryString().map(query -> "?" + query).orElse("");
  }
}
