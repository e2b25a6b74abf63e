package dev.marathon.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A plain client of the REST API. */
final class Api {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String root;

  Api(String root) {
    this.root = root;
  }

  String root() {
    return root;
  }

  /** Status and body of an answer; status 0 if there was none. */
  record Reply(int status, String body, HttpHeaders headers) {
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
      } catch (IOException notJson) {
        throw new UncheckedIOException(body, notJson);
      }
    }
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply post(String path, String body) {
    return send(json(path, body, "POST"));
  }

  /** As a command line without a JSON library does. */
  Reply postForm(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  Reply put(String path, String body) {
    return send(json(path, body, "PUT"));
  }

  Reply delete(String path) {
    return send(request(path).DELETE());
  }

  CompletableFuture<Reply> postLater(String path, String body) {
    return client.sendAsync(json(path, body, "POST").build(), BodyHandlers.ofString()).thenApply(Api::reply);
  }

  CompletableFuture<Reply> getLater(String path) {
    return client.sendAsync(request(path).GET().build(), BodyHandlers.ofString()).thenApply(Api::reply);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(30));
  }

  private HttpRequest.Builder json(String path, String body, String method) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      return reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException unreachable) {
      return new Reply(0, String.valueOf(unreachable), HttpHeaders.of(Map.of(), (k, v) -> true));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The event stream. */
  EventStream events(String query) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(root + "/v2/events?" + query))
            .header("Accept", "text/event-stream")
            .build();
    try {
      return new EventStream(client.send(request, BodyHandlers.ofInputStream()).body());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Reply reply(HttpResponse<String> response) {
    return new Reply(response.statusCode(), response.body(), response.headers());
  }
}
