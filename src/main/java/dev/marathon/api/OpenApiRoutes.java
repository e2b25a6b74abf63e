package dev.marathon.api;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /v2/openapi.yaml} and {@code /v2/openapi}: the description of this API. {@code /help}
 * leads there: the original had its own at that place.
 */
final class OpenApiRoutes {

  private static final ContentType YAML =
      MediaTypes.applicationWithFixedCharset("yaml", HttpCharsets.UTF_8).toContentType();
  private static final ContentType HTML = MediaTypes.TEXT_HTML.toContentType(HttpCharsets.UTF_8);

  private final byte[] yaml = read();
  private final byte[] page = ApiPage.of(document()).getBytes(StandardCharsets.UTF_8);

  Routes yaml() {
    return path -> path.isEmpty() ? Optional.of(resource(YAML, yaml)) : Optional.empty();
  }

  Routes page() {
    return path -> path.isEmpty() ? Optional.of(resource(HTML, page)) : Optional.empty();
  }

  static Resource help() {
    return Resource.json().producing().get(call -> CompletableFuture.completedFuture(toPage()));
  }

  private static HttpResponse toPage() {
    return Responses.empty(302).addHeader(RawHeader.create("Location", "/v2/openapi"));
  }

  private static Resource resource(ContentType type, byte[] content) {
    var response =
        HttpResponse.create()
            .withEntity(HttpEntities.create(type, content))
            .addHeader(RawHeader.create("Content-Security-Policy", policy()));
    return Resource.json().producing().get(call -> CompletableFuture.completedFuture(response));
  }

  private static String policy() {
    return "default-src 'none'; style-src 'sha256-"
        + hash(ApiPage.STYLE)
        + "'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'";
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The document, parsed. */
  static JsonNode document() {
    try {
      return new YAMLMapper().readTree(read());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] read() {
    try (var in = OpenApiRoutes.class.getResourceAsStream("/openapi.yaml")) {
      return Objects.requireNonNull(in, "openapi.yaml").readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
