package dev.marathon.api;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * {@code /ui/}: the files of the web interface, to which {@code /} leads. They hold no secrets and
 * are the same for everybody; what the interface shows it reads from the API.
 *
 * <p>A browser keeps the files and asks by their {@code ETag} whether they are still good, so that
 * a new release is seen at once.
 */
final class UiRoutes implements Routes {

  /** Only our own origin, nothing inline; the ways to make markup of a text are closed. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self';"
          + " connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types marathon";

  /** Also keeps out {@code ..} and hidden files. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private static final int MAX_DEPTH = 4;

  private static final Map<String, ContentType> TYPES =
      Map.of(
          "html", MediaTypes.TEXT_HTML.toContentType(HttpCharsets.UTF_8),
          "css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
          "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
          "svg", MediaTypes.IMAGE_SVG_XML.toContentType(),
          "txt", MediaTypes.TEXT_PLAIN.toContentType(HttpCharsets.UTF_8),
          "woff2", MediaTypes.FONT_WOFF_2.toContentType());

  private record Document(byte[] content, ContentType type, String etag) {}

  /** By path; holds files that exist, so it cannot grow by what is asked for. */
  private final Map<String, Document> documents = new ConcurrentHashMap<>();

  @Override
  public Optional<Resource> find(List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(Resource.json().producing().get(call -> done(toPage())));
    }
    if (!path.get(0).equals("ui")) {
      return Optional.empty();
    }
    var below = path.size() == 1 ? List.of("index.html") : path.subList(1, path.size());
    return document(below)
        .map(document -> Resource.json().producing().get(call -> done(answer(call, document))));
  }

  private static HttpResponse answer(Call call, Document document) {
    if (call.path().endsWith("/ui")) {
      // Relative links of the page start at its directory.
      return toPage();
    }
    boolean kept =
        call.header("If-None-Match")
            .map(tags -> Arrays.asList(tags.split("\\s*,\\s*", -1)).contains(document.etag()))
            .orElse(false);
    var response =
        kept
            ? Responses.empty(304)
            : Responses.empty(200)
                .withEntity(HttpEntities.create(document.type(), document.content()));
    return response
        .addHeader(RawHeader.create("ETag", document.etag()))
        .addHeader(RawHeader.create("Cache-Control", "no-cache"))
        .addHeader(RawHeader.create("Content-Security-Policy", POLICY));
  }

  static HttpResponse toPage() {
    return Responses.empty(302).addHeader(RawHeader.create("Location", "/ui/"));
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  private Optional<Document> document(List<String> path) {
    boolean readable =
        path.size() <= MAX_DEPTH && path.stream().allMatch(name -> NAME.matcher(name).matches());
    return readable
        ? Optional.ofNullable(documents.computeIfAbsent(String.join("/", path), UiRoutes::read))
        : Optional.empty();
  }

  /** Null if there is none. */
  private static Document read(String path) {
    var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      return null;
    }
    try (var in = UiRoutes.class.getResourceAsStream("/ui/" + path)) {
      if (in == null) {
        return null;
      }
      byte[] content = in.readAllBytes();
      return new Document(content, type, '"' + hash(content) + '"');
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
