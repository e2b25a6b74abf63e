package dev.marathon.local.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.stream.Materializer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads the body of a call and looks at its content type. */
final class RequestBody {
  private static final long TIMEOUT_MILLIS = 30_000;

  /**
   * Media types of our own, so that a content type that was written exactly like this can be told
   * from one in other letters or with parameters, which Akka takes for the same but Mesos does not.
   */
  static final MediaType.WithOpenCharset JSON =
      MediaTypes.customWithOpenCharset("application", "json", Map.of(), false);

  private static final MediaType.WithOpenCharset PROTOBUF =
      MediaTypes.customWithOpenCharset("application", "x-protobuf", Map.of(), false);

  /** Akka's own one stands for a header that is missing. */
  private static final MediaType.Binary OCTETS =
      MediaTypes.customBinary("application", "octet-stream", false);

  static final MediaType[] MEDIA_TYPES = {JSON, PROTOBUF, OCTETS};

  private RequestBody() {}

  /** Empty if the content type is missing or not one of the two, which must match to the letter. */
  static Optional<ContentFormat> format(HttpRequest request) {
    var type = request.entity().getContentType();
    if (type.getCharsetOption().isPresent()) {
      return Optional.empty();
    }
    if (type.mediaType() == JSON) {
      return Optional.of(ContentFormat.JSON);
    }
    return type.mediaType() == PROTOBUF ? Optional.of(ContentFormat.PROTOBUF) : Optional.empty();
  }

  static HttpResponse wrongFormat(HttpRequest request) {
    var type = request.entity().getContentType();
    return type.equals(ContentTypes.NO_CONTENT_TYPE)
            || type.mediaType() == MediaTypes.APPLICATION_OCTET_STREAM
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
