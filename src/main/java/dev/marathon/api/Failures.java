package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for what did not go as planned. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static HttpResponse response(HttpRequest request, Throwable failure) {
    return Refused.in(failure).orElseGet(() -> error(request, root(failure))).response();
  }

  private static ApiError error(HttpRequest request, Throwable cause) {
    if (cause instanceof EntityStreamSizeException) {
      return JsonBody.tooLarge();
    }
    if (cause instanceof EntityStreamException) {
      return ApiError.of(400, "the request body broke off");
    }
    if (cause instanceof TimeoutException) {
      return ApiError.of(408, "the request body did not arrive in time");
    }
    var id = RequestId.of(request);
    LOG.atError()
        .addKeyValue("request", id)
        .setCause(cause)
        .log("{} {} failed, request {}", request.method().value(), request.getUri().path(), id);
    return ApiError.of(500, "an error inside Marathon; its log says more of request " + id);
  }

  private static Throwable root(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
