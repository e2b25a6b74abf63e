package dev.marathon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Follows deployments to their end. It listens to the event stream from before the change, because
 * a deployment that is gone from the list says no longer how it ended.
 */
final class DeploymentWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration AFTER_GONE = Duration.ofSeconds(2);

  private final Server server;
  private final Stream<String> stream;
  private final Map<String, Boolean> ended = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private DeploymentWatch(Server server, Stream<String> stream) {
    this.server = server;
    this.stream = stream;
  }

  /** Begins to listen; call it before the change is sent. */
  static DeploymentWatch open(Server server) {
    var stream =
        server.lines(
            "/v2/events?plan-format=light&event_type=deployment_success"
                + "&event_type=deployment_failed",
            Map.of("Accept", "text/event-stream"));
    var watch = new DeploymentWatch(server, stream);
    var listener = new Thread(watch::listen, "deployment-events");
    listener.setDaemon(true);
    listener.start();
    return watch;
  }

  private void listen() {
    try {
      stream.filter(line -> line.startsWith("data:")).forEach(line -> end(line.substring(5)));
    } catch (RuntimeException cut) {
      if (!closed.get()) {
        server.printer().note("the event stream ended: " + Plain.line(String.valueOf(cut)));
      }
    }
  }

  private void end(String data) {
    try {
      var event = Printer.JSON.readTree(data);
      ended.put(
          event.path("id").asText(), event.path("eventType").asText().equals("deployment_success"));
    } catch (JsonProcessingException unreadable) {
      server.printer().note("an event cannot be read: " + Plain.line(data));
    }
  }

  /**
   * Waits for the end and tells the result.
   *
   * @param limit after that the deployment goes on without us
   * @throws CliFailure if it failed, was cancelled, or the limit passed
   */
  void follow(String id, Duration limit) {
    var farewell = new Thread(() -> leave(id), "farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      wait(id, limit);
    } finally {
      forget(farewell);
    }
  }

  /** Ctrl-C: whoever waits no longer has to know that nothing was undone. */
  private void leave(String id) {
    if (server.printer().terminal()) {
      server.printer().note("");
    }
    server
        .printer()
        .note("The deployment goes on; 'marathon deployment watch %s' follows it.".formatted(id));
  }

  private static void forget(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException leaving) {
      // It is being said.
    }
  }

  private void wait(String id, Duration limit) {
    var begin = Instant.now();
    var gone = Optional.<Instant>empty();
    var before = "";
    while (true) {
      if (ended.containsKey(id)) {
        finish(id, ended.get(id), begin);
        return;
      }
      var deployment = running(id);
      var now = Instant.now();
      if (deployment.isMissingNode()) {
        gone = gone.or(() -> Optional.of(now));
        if (Duration.between(gone.get(), now).compareTo(AFTER_GONE) > 0) {
          throw new CliFailure(Exit.NOT_FOUND, "deployment " + id + " is not running");
        }
      } else {
        before = show(deployment, begin, before);
      }
      if (Duration.between(begin, now).compareTo(limit) > 0) {
        clear();
        explain(deployment);
        throw new CliFailure(
            Exit.TIMEOUT,
            "deployment " + id + " is not done after " + limit.toSeconds() + " s; it goes on");
      }
      pause();
    }
  }

  private JsonNode running(String id) {
    for (var deployment : server.get("/v2/deployments")) {
      if (deployment.path("id").asText().equals(id)) {
        return deployment;
      }
    }
    return MissingNode.getInstance();
  }

  /** On a terminal one line that changes, elsewhere a line per step. */
  private String show(JsonNode deployment, Instant begin, String before) {
    var printer = server.printer();
    var elapsed = Duration.between(begin, Instant.now());
    if (printer.terminal()) {
      var app = deployment.path("currentActions").path(0).path("app").asText();
      var found =
          app.isEmpty()
              ? Optional.<JsonNode>empty()
              : server.find(Server.path("/v2/apps", app) + "?embed=app.tasks");
      printer.status(
          Stages.line(
              deployment,
              found.map(answer -> answer.path("app")).orElse(MissingNode.getInstance()),
              elapsed));
      return before;
    }
    var step = Stages.line(deployment, MissingNode.getInstance(), Duration.ZERO);
    if (!step.equals(before)) {
      printer.note(step.substring(0, step.lastIndexOf("  ")));
    }
    return step;
  }

  private void finish(String id, boolean success, Instant begin) {
    clear();
    long seconds = Duration.between(begin, Instant.now()).toSeconds();
    if (!success) {
      throw new CliFailure(
          Exit.DEPLOYMENT_FAILED, "deployment " + id + " was cancelled or superseded");
    }
    var printer = server.printer();
    printer.note(printer.styled(Style.GREEN, "Deployed") + " in " + seconds + " s");
  }

  /** What it waits for, as far as the server can say. */
  private void explain(JsonNode deployment) {
    var queue = Apps.queue(server.get("/v2/queue"));
    for (var action : deployment.path("currentActions")) {
      var app = action.path("app").asText();
      Optional.ofNullable(queue.get(app))
          .ifPresent(
              waiting ->
                  Apps.reasons(waiting)
                      .forEach(line -> server.printer().note(Plain.line(app + ": " + line))));
      server
          .find(Server.path("/v2/apps", app) + "?embed=app.lastTaskFailure")
          .map(answer -> answer.path("app").path("lastTaskFailure"))
          .filter(failure -> !failure.isMissingNode())
          .ifPresent(
              failure ->
                  server
                      .printer()
                      .note(
                          Plain.line(
                              "%s: the last task ended with %s on %s: %s"
                                  .formatted(
                                      app,
                                      failure.path("state").asText(),
                                      failure.path("host").asText(),
                                      failure.path("message").asText()))));
    }
  }

  private void clear() {
    if (server.printer().terminal()) {
      server.printer().status("");
    }
  }

  /** A wait that nothing ends early, bounded by its time. */
  private static void pause() {
    try {
      new CountDownLatch(1).await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.TIMEOUT, "interrupted; the deployment goes on");
    }
  }

  @Override
  public void close() {
    closed.set(true);
    stream.close();
  }
}
