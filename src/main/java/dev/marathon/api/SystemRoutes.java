package dev.marathon.api;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Paths that tell about this node itself; answered also before it is ready. */
final class SystemRoutes implements Routes {

  private final ApiContext context;

  SystemRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return switch (String.join("/", path)) {
      case "ping" -> Optional.of(any().get(SystemRoutes::ping));
      case "livez" -> Optional.of(any().get(call -> done(Responses.text(200, "ok"))));
      case "readyz" -> Optional.of(any().get(call -> done(readiness())));
      case "v1/debug/isLeader" ->
          Optional.of(any().get(call -> done(json(Boolean.toString(leads())))));
      case "v1/debug/leaderUrl" -> Optional.of(any().get(call -> done(leaderUrl())));
      default -> Optional.empty();
    };
  }

  private boolean leads() {
    return context.leads();
  }

  /**
   * A standby is ready when it knows where to send its clients, also one that could not take over
   * now: what it lacks is said, but it serves.
   */
  private HttpResponse readiness() {
    if (leads()) {
      return Responses.text(200, "ok");
    }
    var hindrance = context.elsewhere().flatMap(Elsewhere::hindrance);
    return context.leaderUrl().isPresent()
        ? Responses.text(200, "standby" + hindrance.map(lack -> "; " + lack).orElse(""))
        : ApiError.unavailable(hindrance.orElse("no node leads at the moment"), 1).response();
  }

  /** In the original a bare text that calls itself JSON; scripts read it as it is. */
  private HttpResponse leaderUrl() {
    return context
        .leaderUrl()
        .map(url -> Responses.text(200, url.substring(url.indexOf("//") + 2)))
        .orElseGet(() -> ApiError.notFound("There is no leader").response());
  }

  private static CompletionStage<HttpResponse> ping(Call call) {
    var kinds = List.of(MediaTypes.TEXT_PLAIN, MediaTypes.TEXT_HTML, MediaTypes.APPLICATION_JSON);
    var kind = Negotiation.choose(call.request(), List.copyOf(kinds));
    if (kind.isEmpty()) {
      return done(Responses.empty(204));
    }
    if (kind.get().equals(MediaTypes.APPLICATION_JSON)) {
      return done(json("\"pong\""));
    }
    return done(
        kind.get().equals(MediaTypes.TEXT_HTML)
            ? HttpResponse.create()
                .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, "pong"))
            : Responses.text(200, "pong"));
  }

  private static HttpResponse json(String text) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Responses.utf8(text)));
  }

  private static Resource any() {
    return Resource.json().producing();
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
