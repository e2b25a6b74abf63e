package dev.marathon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The REST API as one command sees it. Tries the given URLs in order, follows redirects to the
 * leader with method and body kept, and turns every refusal into a {@link CliFailure}.
 */
final class Server {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MAX_REDIRECTS = 5;
  private static final int LONGEST_REFUSAL = 64 << 10;

  private final Connection.Settings settings;
  private final HttpClient http;
  private final Printer printer;

  private Server(Connection.Settings settings, HttpClient http, Printer printer) {
    this.settings = settings;
    this.http = http;
    this.printer = printer;
  }

  static Server connect(Connection.Settings settings, Printer printer) {
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    settings.cacert().ifPresent(file -> builder.sslContext(Trust.of(file)));
    return new Server(settings, builder.build(), printer);
  }

  Printer printer() {
    return printer;
  }

  /** First of the URLs that were given. */
  String url() {
    return settings.urls().get(0);
  }

  JsonNode get(String path) {
    return send("GET", path, Optional.empty());
  }

  JsonNode send(String method, String path, JsonNode body) {
    return send(method, path, Optional.of(body));
  }

  JsonNode send(String method, String path) {
    return send(method, path, Optional.empty());
  }

  /** What stands there, or nothing. */
  Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (CliFailure failure) {
      if (failure.exit() == Exit.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  String text(String path) {
    var response =
        reach(
            url -> request(url, path, Map.of("Accept", "text/plain")).timeout(ANSWER).GET(),
            BodyHandlers.ofString());
    return accepted(response.statusCode(), response.body());
  }

  /** Lines of an answer that does not end, such as the event stream. */
  Stream<String> lines(String path, Map<String, String> headers) {
    var response = reach(url -> request(url, path, headers).GET(), BodyHandlers.ofLines());
    if (response.statusCode() >= 300) {
      accepted(response.statusCode(), response.body().collect(Collectors.joining("\n")));
    }
    return response.body();
  }

  /** Bytes of any number. */
  InputStream bytes(String path) throws IOException {
    var response =
        reach(
            url -> request(url, path, Map.of("Accept", "*/*")).GET(), BodyHandlers.ofInputStream());
    if (response.statusCode() >= 300) {
      try (var body = response.body()) {
        var text = new String(body.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
        accepted(response.statusCode(), text);
      }
    }
    return response.body();
  }

  /** Raw bytes and status, for what has no command of its own. */
  HttpResponse<String> raw(String method, String path, Optional<String> body) {
    return reach(
        url ->
            request(url, path, Map.of("Accept", "*/*", "Content-Type", "application/json"))
                .timeout(ANSWER)
                .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody())),
        BodyHandlers.ofString());
  }

  private JsonNode send(String method, String path, Optional<JsonNode> body) {
    var publisher =
        body.map(json -> BodyPublishers.ofString(json.toString())).orElse(BodyPublishers.noBody());
    var response =
        reach(
            url ->
                request(
                        url,
                        path,
                        Map.of("Accept", "application/json", "Content-Type", "application/json"))
                    .timeout(ANSWER)
                    .method(method, publisher),
            BodyHandlers.ofString());
    return json(accepted(response.statusCode(), response.body()));
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : Printer.JSON.readTree(body);
    } catch (JsonProcessingException noJson) {
      throw new CliFailure(
          Exit.FAILED, "the answer is no JSON; is this a Marathon? " + Plain.line(head(body)));
    }
  }

  private HttpRequest.Builder request(String url, String path, Map<String, String> headers) {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(URI.create(url + path));
    } catch (IllegalArgumentException wrong) {
      throw new CliFailure(Exit.USAGE, "'" + url + "' is no URL: " + wrong.getMessage());
    }
    headers.forEach(request::header);
    settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    if (settings.token().isEmpty() && settings.user().isPresent()) {
      var both = settings.user().get() + ":" + settings.password().orElse("");
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    return request;
  }

  private interface Ask {
    HttpRequest.Builder at(String url);
  }

  private <T> HttpResponse<T> reach(Ask ask, HttpResponse.BodyHandler<T> handler) {
    var failures = new ArrayList<String>();
    for (var url : settings.urls()) {
      try {
        return follow(ask.at(url).build(), handler);
      } catch (IOException unreachable) {
        failures.add(url + ": " + reason(unreachable));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CliFailure(Exit.UNREACHABLE, "interrupted");
      }
    }
    throw new CliFailure(
        Exit.UNREACHABLE,
        "cannot reach Marathon at "
            + String.join(", ", failures)
            + ". Is it running (marathon local), is -H right?");
  }

  private <T> HttpResponse<T> follow(HttpRequest first, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    var request = first;
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      var response = http.send(request, handler);
      var location = response.headers().firstValue("Location");
      boolean moved = response.statusCode() == 307 || response.statusCode() == 302;
      if (!moved || location.isEmpty()) {
        return response;
      }
      var target = request.uri().resolve(location.get());
      if (request.uri().getScheme().equals("https") && !target.getScheme().equals("https")) {
        throw new IOException("redirected from https to " + target);
      }
      request = HttpRequest.newBuilder(request, (name, value) -> true).uri(target).build();
    }
    throw new IOException("redirected more than " + MAX_REDIRECTS + " times");
  }

  private static String reason(IOException failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause.getMessage() == null) {
      return failure instanceof java.net.ConnectException
          ? "connection refused"
          : failure.getClass().getSimpleName();
    }
    return cause.getMessage();
  }

  private static String accepted(int status, String body) {
    if (status < 300) {
      return body;
    }
    var exit =
        switch (status) {
          case 401, 403 -> Exit.DENIED;
          case 404, 410 -> Exit.NOT_FOUND;
          case 409 -> Exit.CONFLICT;
          case 502, 503 -> Exit.UNREACHABLE;
          default -> Exit.FAILED;
        };
    throw refusal(exit, status, body);
  }

  private static CliFailure refusal(Exit exit, int status, String body) {
    JsonNode answer;
    try {
      answer = Printer.JSON.readTree(body);
    } catch (JsonProcessingException noJson) {
      return new CliFailure(exit, "HTTP " + status + ": " + Plain.line(head(body)));
    }
    var details = new ArrayList<String>();
    for (var detail : answer.path("details")) {
      for (var error : detail.path("errors")) {
        details.add(Plain.line(detail.path("path").asText() + ": " + error.asText()));
      }
    }
    for (var deployment : answer.path("deployments")) {
      details.add("held by deployment " + Plain.line(deployment.path("id").asText()));
    }
    if (status == 409 && answer.has("deployments")) {
      details.add("'marathon deployment watch ID' follows it, --force takes over");
    }
    return new CliFailure(
        exit, Plain.line(answer.path("message").asText("HTTP " + status)), List.copyOf(details));
  }

  private static String head(String body) {
    return body.isBlank() ? "(no text)" : body.substring(0, Math.min(body.length(), 300));
  }

  /** Path of an app or group: the id's segments, each encoded. */
  static String path(String prefix, String id) {
    return prefix
        + "/"
        + List.of(id.split("/")).stream()
            .filter(segment -> !segment.isEmpty())
            .map(Server::encoded)
            .collect(Collectors.joining("/"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
