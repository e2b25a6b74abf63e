package dev.marathon.api;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.IllegalUriException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import dev.marathon.base.Unhandled;
import dev.marathon.metrics.Metrics;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes every request through the same gates, in this order: foreign web pages, how many at once,
 * who asks, the path, the method, the kind of answer, the handler; then adds the common headers.
 */
final class Router {

  private static final Set<String> METHODS =
      Set.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH");

  private final AtomicInteger active = new AtomicInteger();
  private final ApiContext context;
  private final CrossOrigin crossOrigin;
  private final Routes routes;
  private final Routes whileNotReady;
  private final Routes open;
  private final Materializer materializer;
  private final RequestLimit limit;

  /**
   * @param whileNotReady what is answered before the take-over is complete
   * @param open what is answered whoever asks: a sign-in page must be seen without being signed in.
   *     A node that does not lead sends there, whoever asks
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

  CompletionStage<HttpResponse> handle(HttpRequest unnamed) {
    var request = RequestId.named(unnamed);
    long begun = System.nanoTime();
    Metrics.gauge("http.requests.active", active.incrementAndGet());
    return answered(request)
        .exceptionally(failure -> Failures.response(request, failure))
        .whenComplete(
            (response, failure) -> {
              Metrics.gauge("http.requests.active", active.decrementAndGet());
              int status = failure == null ? response.status().intValue() : 500;
              var took = Duration.ofNanos(System.nanoTime() - begun);
              Metrics.request(method(request), status, took);
              if (context.traffic().logged()) {
                RequestLog.answered(request, status, took);
              }
              // Of a stream nobody knows it yet; that of events counts by itself.
              Metrics.bytes("http.requests.size", size(request.entity()));
              Metrics.bytes("http.responses.size", failure == null ? size(response.entity()) : 0);
            });
  }

  private static long size(HttpEntity entity) {
    return entity.getContentLengthOption().orElse(0);
  }

  /** Methods that anybody makes up are counted together. */
  private static String method(HttpRequest request) {
    var method = request.method().value();
    return METHODS.contains(method) ? method : "other";
  }

  private CompletionStage<HttpResponse> answered(HttpRequest request) {
    return CompletableFuture.completedFuture(request)
        .thenCompose(this::gated)
        .exceptionally(failure -> Failures.response(request, failure))
        .thenApply(
            response -> crossOrigin.add(request, CommonHeaders.add(request, response, context)));
  }

  private CompletionStage<HttpResponse> gated(HttpRequest request) {
    return context
        .guard()
        .refusal(request)
        .map(error -> done(error.response()))
        .orElseGet(
            () ->
                crossOrigin.preflight(request).map(Router::done).orElseGet(() -> limited(request)));
  }

  private CompletionStage<HttpResponse> limited(HttpRequest request) {
    return limit
        .admit(() -> CompletableFuture.completedFuture(request).thenCompose(this::guarded))
        .orElseGet(() -> done(ApiError.unavailable("too many requests at once", 1).response()));
  }

  private CompletionStage<HttpResponse> guarded(HttpRequest request) {
    var path = segments(request);
    var resource = open.find(path);
    if (resource.isPresent()) {
      return context.leads()
          ? call(request, path, AccessControl.NOBODY, resource.get())
          : dispatch(request, path, AccessControl.NOBODY);
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
                return dispatch(request, path, admitted.identity());
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

  private CompletionStage<HttpResponse> dispatch(
      HttpRequest request, List<String> path, Identity identity) {
    var resource = (context.leads() ? routes : whileNotReady).find(path);
    if (resource.isPresent()) {
      return call(request, path, identity, resource.get());
    }
    return context.leads()
        ? done(unknown(request).response())
        : context.elsewhere().orElseThrow().answer(request);
  }

  private CompletionStage<HttpResponse> call(
      HttpRequest request, List<String> path, Identity identity, Resource resource) {
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
    long begun = System.nanoTime();
    return handler
        .get()
        .handle(new Call(request, identity, kind, materializer))
        .whenComplete(
            (response, failure) ->
                Metrics.time(
                    "debug.http.routes." + route(request, path) + ".duration",
                    Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** Kind and method of a resource that exists, such as {@code v2-apps.get}: few, whoever asks. */
  private static String route(HttpRequest request, List<String> path) {
    var first = path.isEmpty() ? "root" : path.get(0);
    boolean versioned = path.size() > 1 && (first.equals("v1") || first.equals("v2"));
    var name = versioned ? first + "-" + path.get(1) : first;
    return name.toLowerCase(Locale.ROOT).replace('.', '-')
        + "."
        + method(request).toLowerCase(Locale.ROOT);
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
