package dev.marathon.api;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.marathon.agents.Master;
import dev.marathon.agents.OperatorSettings;
import dev.marathon.agents.Sandboxes;
import dev.marathon.audit.AuditEntry;
import dev.marathon.config.SecuritySettings;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.Resume;
import dev.marathon.events.actor.EventBatch;
import dev.marathon.events.actor.EventHub;
import dev.marathon.metrics.History;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Guards;
import dev.marathon.spec.SpecSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The API on a loopback port, over owners in memory. */
final class Server implements AutoCloseable {

  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final OperatorSettings.Peer PLAIN =
      new OperatorSettings.Peer(false, Optional.empty(), Optional.empty());
  private static final OperatorSettings OPERATOR = OperatorSettings.defaults(PLAIN, PLAIN);

  final World world = new World();
  final List<ApiEvent> happened = new CopyOnWriteArrayList<>();
  final List<ApiEvent> mentioned = new CopyOnWriteArrayList<>();
  final List<Resume> resumed = new CopyOnWriteArrayList<>();
  final List<ApiEvent> audited = new CopyOnWriteArrayList<>();
  final History history = new History(world::now);
  final CallbacksInMemory callbacks = new CallbacksInMemory();
  volatile Source<NumberedEvent, NotUsed> stream = Source.never();

  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "api-test",
          ConfigFactory.parseString(
                  "akka { loglevel = WARNING, stdout-loglevel = OFF, actor.provider = local\n"
                      + "http.server { remote-address-attribute = on\n"
                      + "parsing.uri-parsing-mode = relaxed, parsing.max-content-length = 8m } }")
              .withFallback(ConfigFactory.load()));
  private final ServerBinding binding;
  private final HttpClient client = HttpClient.newHttpClient();

  private final AccessControl access;
  private final Set<String> origins;
  private final Traffic traffic;

  Server() {
    this(AccessControl.OPEN, Set.of());
  }

  /** Lets only so many requests in at a time. */
  static Server limited(int maxConcurrent) {
    return new Server(AccessControl.OPEN, Set.of(), new Traffic(true, maxConcurrent, false));
  }

  /** Lets in whom a users file names. */
  static Server ofUsers(Path file) {
    var settings =
        new SecuritySettings(
            Optional.empty(),
            "Marathon",
            Optional.of(file),
            Optional.empty(),
            Set.of(),
            1_000,
            Duration.ofMinutes(1),
            Duration.ofSeconds(5));
    return of(settings);
  }

  static Server of(SecuritySettings settings) {
    return new Server(Guards.of(settings).control(), Set.of());
  }

  Server(AccessControl access, Set<String> origins) {
    this(access, origins, Traffic.USUAL);
  }

  private Server(AccessControl access, Set<String> origins, Traffic traffic) {
    this.access = access;
    this.origins = origins;
    this.traffic = traffic;
    try {
      binding =
          Http.get(system)
              .newServerAt("127.0.0.1", 0)
              .bind(Api.handler(context()))
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The same routes without the server. */
  Routes routes() {
    return Api.routes(context());
  }

  private ApiContext context() {
    return new ApiContext(
        system,
        world,
        new Events() {
          @Override
          public void happened(ApiEvent event) {
            happened.add(event);
          }

          @Override
          public void mentioned(ApiEvent event) {
            mentioned.add(event);
          }

          @Override
          public CompletionStage<Source<EventBatch, NotUsed>> subscribe(
              Resume from, ApiEvent greeting) {
            resumed.add(from);
            mentioned.add(greeting);
            return CompletableFuture.completedFuture(
                stream.map(event -> new EventBatch(List.of(event))));
          }

          @Override
          public CompletionStage<EventHub.Standing> standing() {
            return CompletableFuture.completedFuture(new EventHub.Standing(1, 7, 2, 0));
          }
        },
        callbacks,
        new Audit() {
          @Override
          public void made(Call call, String action, ObjectNode fields) {
            audited.add(AuditEntry.of(action, Instant.EPOCH, call.cause(), fields));
          }

          @Override
          public CompletionStage<List<NumberedEvent>> entries() {
            return CompletableFuture.completedFuture(NumberedEvent.from(1, audited));
          }
        },
        new Mesos(new Master(system, OPERATOR), new Sandboxes(system, OPERATOR)),
        () -> JsonNodeFactory.instance.objectNode().put("leader", "node:8080"),
        history,
        SpecSettings.standard(),
        new NodeInfo(
            "1.12.0",
            "abc",
            "node:8080",
            "http://node:8080",
            () -> {
              var json = JsonNodeFactory.instance.objectNode();
              json.putObject("marathon_config").put("checkpoint", true);
              return json;
            },
            () -> JsonNodeFactory.instance.objectNode().put("marathon", "as it is set")),
        new HttpGuard(true, Set.of("marathon.example"), origins),
        traffic,
        access,
        world::now,
        Optional.empty(),
        true,
        new MetricsRoutes(new MetricsReport()),
        () -> {});
  }

  int port() {
    return binding.localAddress().getPort();
  }

  Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Reply delete(String path) {
    return send("DELETE", path, null);
  }

  Reply post(String path, String body) {
    return send("POST", path, body, "Content-Type", "application/json");
  }

  Reply put(String path, String body) {
    return send("PUT", path, body, "Content-Type", "application/json");
  }

  Reply patch(String path, String body) {
    return send("PATCH", path, body, "Content-Type", "application/json");
  }

  Reply send(String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** An answer. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(response.body());
      } catch (IOException notJson) {
        throw new IllegalStateException(response.body(), notJson);
      }
    }

    String message() {
      return json().path("message").asText();
    }

    /** Paths of the violations. */
    List<String> paths() {
      return json().path("details").findValuesAsText("path");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  @Override
  public void close() {
    binding.terminate(Duration.ofMillis(100));
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception late) {
      throw new IllegalStateException(late);
    }
  }
}
