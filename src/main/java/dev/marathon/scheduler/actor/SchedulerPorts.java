package dev.marathon.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.mesos.client.MesosClient;
import dev.marathon.scheduler.Fatal;
import dev.marathon.scheduler.QueueView;
import java.util.function.Function;

/**
 * Whom the scheduler talks to besides the ledgers.
 *
 * @param client makes the connection to Mesos, given where its events go; it becomes a child
 * @param facts gets {@link MesosEvent.Subscribed}, whose framework id is to be kept, and {@link
 *     MesosEvent.FrameworkMessage}
 * @param fatal told when this node must end
 * @param queue gets what waits and why, at most twice a second
 */
public record SchedulerPorts(
    Function<ActorRef<MesosEvent>, Behavior<MesosClient>> client,
    ActorRef<MesosEvent> facts,
    ActorRef<Fatal> fatal,
    ActorRef<QueueView> queue) {}
