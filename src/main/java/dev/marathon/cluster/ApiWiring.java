package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.agents.Master;
import dev.marathon.agents.Sandboxes;
import dev.marathon.api.ActorAudit;
import dev.marathon.api.ActorCallbacks;
import dev.marathon.api.ActorEvents;
import dev.marathon.api.ActorOwners;
import dev.marathon.api.Api;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Audit;
import dev.marathon.api.Callbacks;
import dev.marathon.api.Elsewhere;
import dev.marathon.api.Events;
import dev.marathon.api.Mesos;
import dev.marathon.api.MetricsRoutes;
import dev.marathon.api.NodeInfo;
import dev.marathon.api.Owners;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.metrics.Metrics;
import dev.marathon.metrics.MetricsReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes the API out of the active node's parts, and the API of a node that is not active. */
final class ApiWiring {

  /** After that a client is told that the outcome is unknown. */
  private static final Duration ASK_LIMIT = Duration.ofSeconds(30);

  /** Task lists as text/plain, which 1.10 had behind this name. */
  private static final String TEXT_TASKS = "text_plain_tasks";

  private ApiWiring() {}

  /**
   * @param abdicate gives the leadership up
   */
  static Function<HttpRequest, CompletionStage<HttpResponse>> handler(
      ActorSystem<?> system,
      ActiveParts parts,
      MetricsReport metrics,
      ClusterJson cluster,
      Runnable abdicate) {
    var owners =
        new ActorOwners(
            system,
            parts.group(),
            new ActorOwners.Apps<>(parts.apps(), AppsActor.ForApp::new),
            parts.ledgers(),
            new ActorOwners.Overviews(parts.overview(), parts.newest()),
            ASK_LIMIT);
    var talk =
        new Talk(
            owners,
            new ActorEvents(system, parts.events(), ASK_LIMIT),
            new ActorCallbacks(system, parts.callbacks(), ASK_LIMIT),
            new ActorAudit(system, parts.audit(), InstantSource.system(), ASK_LIMIT),
            mesos(system, parts.wiring()),
            cluster::json);
    return handler(system, parts.wiring(), talk, metrics, Optional.empty(), abdicate);
  }

  /** Before the take-over is complete: only what the node knows of itself. */
  static Function<HttpRequest, CompletionStage<HttpResponse>> closed(
      ActorSystem<?> system, Wiring wiring, MetricsReport metrics, Elsewhere elsewhere) {
    var nobody = new Talk(null, null, null, null, null, null);
    return handler(system, wiring, nobody, metrics, Optional.of(elsewhere), () -> {});
  }

  /** Whom the routes talk to. */
  private record Talk(
      Owners owners,
      Events events,
      Callbacks callbacks,
      Audit audit,
      Mesos mesos,
      Supplier<ObjectNode> cluster) {}

  private static Mesos mesos(ActorSystem<?> system, Wiring wiring) {
    var settings = wiring.operator();
    return new Mesos(new Master(system, settings), new Sandboxes(system, settings));
  }

  private static Function<HttpRequest, CompletionStage<HttpResponse>> handler(
      ActorSystem<?> system,
      Wiring wiring,
      Talk talk,
      MetricsReport metrics,
      Optional<Elsewhere> elsewhere,
      Runnable abdicate) {
    return Api.handler(
        new ApiContext(
            system,
            talk.owners(),
            talk.events(),
            talk.callbacks(),
            talk.audit(),
            talk.mesos(),
            talk.cluster(),
            Metrics.history(),
            wiring.spec(),
            node(wiring),
            wiring.guard(),
            wiring.traffic(),
            wiring.entrance().access(),
            InstantSource.system(),
            elsewhere,
            wiring.settings().scheduling().features().contains(TEXT_TASKS),
            new MetricsRoutes(metrics),
            abdicate));
  }

  static String version() {
    return build().getProperty("version");
  }

  private static Properties build() {
    var build = new Properties();
    try (var in = ApiWiring.class.getResourceAsStream("/build.properties")) {
      build.load(in);
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    return build;
  }

  private static NodeInfo node(Wiring wiring) {
    var build = build();
    return new NodeInfo(
        build.getProperty("version"),
        build.getProperty("buildref"),
        wiring.leader(),
        wiring.url(),
        () -> InfoJson.of(wiring),
        () -> ConfigJson.of(wiring.settings()));
  }
}
