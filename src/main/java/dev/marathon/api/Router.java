package dev.marathon.api;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.IllegalUriException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import dev.marathon.base.Unhandled;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes every request through the same gates, in this order: foreign web pages, how many at once,
 * who asks, the path, the method, the kind of answer, the handler; then adds the common headers.
 */
final class Router {

  private final ApiContext context;
  private final CrossOrigin crossOrigin;
  private final Routes routes;
  private final Routes whileNotReady;
  private final Routes open;
  private final Materializer materializer;
  private final RequestLimit limit;

  /**
   * @param whileNotReady what is answered before the take-over is complete
   * @param open what is answered whoever asks, once this node leads: a sign-in page must be seen
   *     without being signed in
   */
  Router(ApiContext context, Routes routes, Routes whileNotReady, Routes open) {
    this.context = context;
    this.crossOrigin = new CrossOrigin(context.guard().origins());
    this.routes = routes;
    this.whileNotReady = whileNotReady;
    this.open = open;
    this.limit = new RequestLimit(context.traffic().maxConcurrent());
    this.materializer = SystemMaterializer.get(context.system()).materializer();
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    return context
        .guard()
        .refusal(request)
        .map(error -> done(error.response()))
        .orElseGet(
            () ->
                crossOrigin.preflight(request).map(Router::done).orElseGet(() -> limited(request)))
        .exceptionally(failure -> Failures.response(request, failure))
        .thenApply(response -> crossOrigin.add(request, CommonHeaders.add(response, context)));
  }

  private CompletionStage<HttpResponse> limited(HttpRequest request) {
    return limit
        .admit(() -> CompletableFuture.completedFuture(request).thenCompose(this::guarded))
        .orElseGet(() -> done(ApiError.unavailable("too many requests at once", 1).response()));
  }

  private CompletionStage<HttpResponse> guarded(HttpRequest request) {
    if (context.leads()) {
      var resource = open.find(segments(request));
      if (resource.isPresent()) {
        return call(request, AccessControl.NOBODY, resource.get());
      }
    }
    return context
        .access()
        .admit(request)
        .thenCompose(
            admission -> {
              if (admission instanceof AccessControl.Admission.TurnedAway away) {
                return done(turnedAway(away).response());
              }
              if (admission instanceof AccessControl.Admission.Admitted admitted) {
                return dispatch(request, admitted.identity());
              }
              throw new Unhandled(admission);
            });
  }

  private static ApiError turnedAway(AccessControl.Admission.TurnedAway away) {
    var error = ApiError.of(away.status(), away.message());
    for (var header : away.headers().entrySet()) {
      error = error.with(header.getKey(), header.getValue());
    }
    return error;
  }

  private CompletionStage<HttpResponse> dispatch(HttpRequest request, Identity identity) {
    var path = segments(request);
    var resource = (context.leads() ? routes : whileNotReady).find(path);
    if (resource.isPresent()) {
      return call(request, identity, resource.get());
    }
    return context.leads()
        ? done(unknown(request).response())
        : context.elsewhere().orElseThrow().answer(request);
  }

  private CompletionStage<HttpResponse> call(
      HttpRequest request, Identity identity, Resource resource) {
    var handler = resource.handler(request.method());
    if (handler.isEmpty()) {
      var allow = RawHeader.create("Allow", resource.allow());
      var answer =
          request.method().equals(HttpMethods.OPTIONS)
              ? Responses.empty(200)
              : ApiError.of(405, "Method Not Allowed").response();
      return done(answer.addHeader(allow));
    }
    var kind = Negotiation.choose(request, resource.produces());
    if (kind.isEmpty() && !resource.produces().isEmpty()) {
      return done(ApiError.of(406, "Not Acceptable").response());
    }
    return handler.get().handle(new Call(request, identity, kind, materializer));
  }

  private static ApiError unknown(HttpRequest request) {
    return ApiError.notFound("URI not found: " + request.getUri().path());
  }

  /** Decoded segments of the path without empty ones. */
  private static List<String> segments(HttpRequest request) {
    try {
      var segments = new ArrayList<String>();
      for (String segment : request.getUri().pathSegments()) {
        if (!segment.isEmpty()) {
          segments.add(segment);
        }
      }
      request.getUri().query();
      return List.copyOf(segments);
    } catch (IllegalUriException unreadable) {
      throw ApiError.of(400, "the URL cannot be read").refused();
    }
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
