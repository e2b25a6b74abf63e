package dev.marathon.mesos.client;

import akka.Done;
import akka.actor.typed.ActorRef;
import dev.marathon.mesos.MesosEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the subscriber has not dealt with yet. When that is too much, the stream is held: its last
 * event counts as taken only when there is room again.
 */
final class EventWindow {

  private final ActorRef<MesosEvent> subscriber;
  private final int limit;
  private int unhandled;
  private Optional<CompletableFuture<Done>> held = Optional.empty();

  EventWindow(ActorRef<MesosEvent> subscriber, int limit) {
    this.subscriber = subscriber;
    this.limit = limit;
  }

  void push(MesosEvent event) {
    unhandled++;
    subscriber.tell(event);
  }

  /** Lets the stream go on, or holds it; false if it is held. */
  boolean take(CompletableFuture<Done> taken) {
    if (unhandled < limit) {
      taken.complete(Done.getInstance());
      return true;
    }
    held = Optional.of(taken);
    return false;
  }

  /** One event less; true if that lets a held stream go on. */
  boolean handled() {
    unhandled = Math.max(0, unhandled - 1);
    if (held.isEmpty() || unhandled >= limit) {
      return false;
    }
    held.get().complete(Done.getInstance());
    held = Optional.empty();
    return true;
  }

  /** The stream that was held is gone. What is unhandled stays so. */
  void forget() {
    held = Optional.empty();
  }
}
