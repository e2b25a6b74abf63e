package dev.marathon.api;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.metrics.History;
import dev.marathon.security.AccessControl;
import dev.marathon.spec.SpecSettings;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the routes need.
 *
 * @param cluster what {@code /v2/cluster} says of nodes and journal
 * @param node what {@code /v2/info} and the headers say of this node
 * @param elsewhere who answers while this node does not lead; empty once its take-over is complete
 * @param textTasks whether task lists may be had as {@code text/plain}; the original switched them
 *     off in 1.10
 * @param others paths that other parts of the node answer: metrics, web interface
 * @param abdicate gives up leadership; called after the answer was made
 */
public record ApiContext(
    ActorSystem<?> system,
    Owners owners,
    Events events,
    Callbacks callbacks,
    Audit audit,
    Mesos mesos,
    Supplier<ObjectNode> cluster,
    History history,
    SpecSettings spec,
    NodeInfo node,
    HttpGuard guard,
    Traffic traffic,
    AccessControl access,
    InstantSource clock,
    Optional<Elsewhere> elsewhere,
    boolean textTasks,
    Routes others,
    Runnable abdicate) {

  /** Whether this node leads and its take-over is complete. */
  boolean leads() {
    return elsewhere.isEmpty();
  }

  /** URL of the node that leads; absent while none is known. */
  Optional<String> leaderUrl() {
    return elsewhere.isEmpty()
        ? Optional.of(node.leaderUrl())
        : elsewhere.flatMap(Elsewhere::leaderUrl);
  }
}
