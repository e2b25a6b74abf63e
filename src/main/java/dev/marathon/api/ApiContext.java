package dev.marathon.api;

import akka.actor.typed.ActorSystem;
import dev.marathon.spec.SpecSettings;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What the routes need.
 *
 * @param ready whether the take-over is complete; before, only the node's own state is answered
 * @param node what {@code /v2/info} and the headers say of this node
 * @param textTasks whether task lists may be had as {@code text/plain}; the original switched them
 *     off in 1.10
 * @param others paths that other parts of the node answer: metrics, web interface
 * @param abdicate gives up leadership; called after the answer was made
 */
public record ApiContext(
    ActorSystem<?> system,
    Owners owners,
    Events events,
    SpecSettings spec,
    NodeInfo node,
    HttpGuard guard,
    AccessControl access,
    InstantSource clock,
    BooleanSupplier ready,
    boolean textTasks,
    Routes others,
    Runnable abdicate) {}
