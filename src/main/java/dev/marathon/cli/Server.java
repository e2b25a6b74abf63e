package dev.marathon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.marathon.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/**
 * The REST API as one command sees it. Tries the given URLs in order, follows redirects to the
 * leader with method and body kept, and turns every refusal into a {@link CliFailure}.
 */
final class Server {

  private static final int MAX_REDIRECTS = 5;
  private static final int LONGEST_REFUSAL = 64 << 10;

  private final Connection.Settings settings;
  private final Printer printer;

  private Server(Connection.Settings settings, Printer printer) {
    this.settings = settings;
    this.printer = printer;
  }

  static Server connect(Connection.Settings settings, Printer printer) {
    return new Server(settings, printer);
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
    return accepted(whole("GET", path, Map.of("Accept", "text/plain"), Optional.empty()));
  }

  /** Lines of an answer that does not end, such as the event stream. */
  Stream<String> lines(String path, Map<String, String> headers) {
    return reach("GET", path, headers, Optional.empty(), answer -> begun(answer).lines());
  }

  /** Bytes of any number. */
  InputStream bytes(String path) {
    return reach(
        "GET", path, Map.of("Accept", "*/*"), Optional.empty(), answer -> begun(answer).bytes());
  }

  private static Answer begun(Answer answer) throws IOException {
    if (answer.status() >= 300) {
      try (answer) {
        var text = answer.body().readNBytes(LONGEST_REFUSAL);
        accepted(new Raw(answer.status(), new String(text, StandardCharsets.UTF_8)));
      }
    }
    return answer;
  }

  /** Status and text of an answer. */
  record Raw(int status, String body) {}

  /** Raw text and status, for what has no command of its own. */
  Raw raw(String method, String path, Optional<String> body) {
    return whole(method, path, headers("*/*"), body);
  }

  private JsonNode send(String method, String path, Optional<JsonNode> body) {
    return json(
        accepted(whole(method, path, headers("application/json"), body.map(JsonNode::toString))));
  }

  private static Map<String, String> headers(String accept) {
    return Map.of("Accept", accept, "Content-Type", "application/json");
  }

  private Raw whole(
      String method, String path, Map<String, String> headers, Optional<String> body) {
    return reach(method, path, headers, body, answer -> new Raw(answer.status(), answer.text()));
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : Printer.JSON.readTree(body);
    } catch (JsonProcessingException noJson) {
      throw new CliFailure(
          Exit.FAILED, "the answer is no JSON; is this a Marathon? " + Plain.line(head(body)));
    }
  }

  private Exchange.Request request(
      String method, String url, String path, Map<String, String> headers, Optional<String> body) {
    var all = new HashMap<>(headers);
    settings.token().ifPresent(token -> all.put("Authorization", "Bearer " + token));
    if (settings.token().isEmpty() && settings.user().isPresent()) {
      var both = settings.user().get() + ":" + settings.password().orElse("");
      all.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    try {
      return new Exchange.Request(
          method,
          URI.create(url + path),
          all,
          body.map(text -> text.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException wrong) {
      throw new CliFailure(
          Exit.USAGE, "'" + url + "' cannot be asked: " + Plain.line(wrong.getMessage()));
    }
  }

  private interface Reading<T> {
    T of(Answer answer) throws IOException;
  }

  private <T> T reach(
      String method,
      String path,
      Map<String, String> headers,
      Optional<String> body,
      Reading<T> reading) {
    var failures = new ArrayList<String>();
    for (var url : settings.urls()) {
      try {
        return reading.of(follow(request(method, url, path, headers, body)));
      } catch (IOException unreachable) {
        failures.add(url + ": " + reason(unreachable));
      }
    }
    throw new CliFailure(
        Exit.UNREACHABLE,
        "cannot reach Marathon at "
            + String.join(", ", failures)
            + ". Is it running (marathon local), is -H right?");
  }

  private Answer follow(Exchange.Request first) throws IOException {
    var request = first;
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      var answer = Exchange.send(request, this::tls);
      var location = answer.header("location");
      boolean moved = answer.status() == 307 || answer.status() == 302;
      if (!moved || location.isEmpty()) {
        return answer;
      }
      answer.close();
      var target = target(request.uri(), location.get());
      if (request.uri().getScheme().equals("https") && !"https".equals(target.getScheme())) {
        throw new IOException("redirected from https to " + target);
      }
      request = request.at(target);
    }
    throw new IOException("redirected more than " + MAX_REDIRECTS + " times");
  }

  private static URI target(URI from, String location) throws IOException {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException wrong) {
      throw new IOException("redirected to " + Plain.line(location), wrong);
    }
  }

  private SSLSocketFactory tls() {
    return settings
        .cacert()
        .map(Server::trusting)
        .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  private static SSLSocketFactory trusting(Path certificates) {
    try {
      return Trust.of(certificates).getSocketFactory();
    } catch (IllegalArgumentException unusable) {
      throw new CliFailure(Exit.USAGE, unusable.getMessage());
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof java.net.UnknownHostException) {
      return "unknown host";
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static String accepted(Raw answer) {
    if (answer.status() < 300) {
      return answer.body();
    }
    var exit =
        switch (answer.status()) {
          case 401, 403 -> Exit.DENIED;
          case 404, 410 -> Exit.NOT_FOUND;
          case 409 -> Exit.CONFLICT;
          case 502, 503 -> Exit.UNREACHABLE;
          default -> Exit.FAILED;
        };
    throw refusal(exit, answer.status(), answer.body());
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
    var missing = new ArrayList<String>();
    answer.path("missing").forEach(right -> missing.add(right.asText()));
    if (!missing.isEmpty()) {
      details.add(Plain.line("the right " + String.join(" or ", missing) + " is missing"));
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
