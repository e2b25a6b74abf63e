package dev.marathon.local.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads the body of a call and looks at its content type. */
final class RequestBody {
  private static final long TIMEOUT_MILLIS = 30_000;

  private RequestBody() {}

  /** Empty if the content type is missing or not one of the two, which must match to the letter. */
  static Optional<ContentFormat> format(HttpRequest request) {
    var type = request.entity().getContentType().toString();
    for (var format : ContentFormat.values()) {
      if (type.equals(format.mediaType)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  static HttpResponse wrongFormat(HttpRequest request) {
    var type = request.entity().getContentType();
    return type.equals(ContentTypes.NO_CONTENT_TYPE)
        ? Replies.badRequest("Expecting 'Content-Type' to be present")
        : Replies.text(
            415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
  }

  static CompletionStage<byte[]> read(HttpRequest request, Materializer materializer) {
    return request
        .entity()
        .toStrict(TIMEOUT_MILLIS, materializer)
        .thenApply(strict -> strict.getData().toArray());
  }

  static CompletionStage<HttpResponse> discard(
      HttpRequest request, HttpResponse response, Materializer materializer) {
    return request.discardEntityBytes(materializer).completionStage().thenApply(done -> response);
  }
}
