package dev.marathon.api;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import akka.stream.Materializer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.base.Cause;
import dev.marathon.security.Identity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A request on its way through the routes.
 *
 * @param accepted kind of answer that was agreed on
 */
public record Call(
    HttpRequest request,
    Identity identity,
    Optional<MediaType> accepted,
    Materializer materializer) {

  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_REASON = 1_000;
  private static final int MAX_KEY = 200;

  /** First value of a query parameter. */
  public Optional<String> query(String name) {
    return request.getUri().query().get(name);
  }

  /** All values of a query parameter. */
  public List<String> queries(String name) {
    return request.getUri().query().toMultiMap().getOrDefault(name, List.of());
  }

  /** Whether a parameter is {@code true}; anything else is false. */
  public boolean flag(String name) {
    return flag(name, false);
  }

  public boolean flag(String name, boolean absent) {
    return query(name).map("true"::equalsIgnoreCase).orElse(absent);
  }

  /** Whether the client says that it takes this kind of answer. */
  public boolean accepts(MediaType type) {
    return Negotiation.accepts(request, type);
  }

  /**
   * The body as JSON.
   *
   * @return fails with {@link Refused}: 400, 413 or 415
   */
  public CompletionStage<JsonNode> json() {
    return bytes().thenApply(JsonBody::parse);
  }

  private CompletionStage<byte[]> bytes() {
    var entity = request.entity();
    boolean typed = !entity.isKnownEmpty();
    if (typed && !JsonBody.accepts(contentType())) {
      throw ApiError.of(415, "Unsupported Media Type").refused();
    }
    if (entity.getContentLengthOption().orElse(0) > JsonBody.MAX_BYTES) {
      throw JsonBody.tooLarge().refused();
    }
    return entity
        .toStrict(BODY_TIMEOUT.toMillis(), JsonBody.MAX_BYTES, materializer)
        .thenApply(strict -> strict.getData().toArray());
  }

  /** Absent if the client named none: the server then reads any octets. */
  private Optional<ContentType> contentType() {
    var type = request.entity().getContentType();
    return type.mediaType().toString().equals("application/octet-stream")
            || type.mediaType().toString().equals("none/none")
        ? Optional.empty()
        : Optional.of(type);
  }

  /** Who asked, from where and why. */
  public Cause cause() {
    return new Cause(
        identity.who(),
        Optional.of(clientIp()),
        header("X-Marathon-Reason").map(reason -> cut(reason, MAX_REASON)));
  }

  /** Address of the connection's other end. */
  public String clientIp() {
    return request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(address -> address.getAddress())
        .map(InetAddress::getHostAddress)
        .orElse("unknown");
  }

  /** {@code Idempotency-Key} of a write. */
  public Optional<String> idempotencyKey() {
    return header("Idempotency-Key")
        .map(
            key -> {
              if (key.isBlank() || key.length() > MAX_KEY) {
                throw ApiError.of(400, "Idempotency-Key must have 1 to " + MAX_KEY + " characters")
                    .refused();
              }
              return key;
            });
  }

  public Optional<String> header(String name) {
    return request.getHeader(name).map(header -> header.value());
  }

  public String path() {
    return request.getUri().path();
  }

  private static String cut(String text, int limit) {
    return text.length() > limit ? text.substring(0, limit) : text;
  }
}
