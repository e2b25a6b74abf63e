package dev.marathon.mesos.client;

import akka.Done;
import akka.actor.typed.ActorRef;
import dev.marathon.mesos.MesosEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * What the subscriber has not dealt with yet. When that is too much, further events of the stream
 * wait here, and the stream is held: what it handed over last counts as taken only when there is
 * room again, for the events and for the calls that follow from them.
 */
final class EventWindow {

  private final ActorRef<MesosEvent> subscriber;
  private final int limit;
  private final BooleanSupplier callsFlow;
  private final Deque<MesosEvent> waiting = new ArrayDeque<>();
  private int unhandled;
  private Optional<CompletableFuture<Done>> held = Optional.empty();

  EventWindow(ActorRef<MesosEvent> subscriber, int limit, BooleanSupplier callsFlow) {
    this.subscriber = subscriber;
    this.limit = limit;
    this.callsFlow = callsFlow;
  }

  /** Whatever the limit. */
  void push(MesosEvent event) {
    unhandled++;
    subscriber.tell(event);
  }

  /** After those before, and as soon as there is room. */
  void add(MesosEvent event) {
    waiting.add(event);
  }

  /** Lets the stream go on, or holds it; false if it is held. */
  boolean take(CompletableFuture<Done> taken) {
    held = Optional.of(taken);
    return proceed();
  }

  /** So many events less; true if that lets a held stream go on. */
  boolean handled(int count) {
    unhandled = Math.max(0, unhandled - count);
    return resume();
  }

  /** Lets a held stream go on if there is room now; true if it does. */
  boolean resume() {
    return held.isPresent() && proceed();
  }

  private boolean proceed() {
    while (unhandled < limit && !waiting.isEmpty()) {
      push(waiting.remove());
    }
    if (unhandled >= limit || !callsFlow.getAsBoolean()) {
      return false;
    }
    held.ifPresent(taken -> taken.complete(Done.getInstance()));
    held = Optional.empty();
    return true;
  }

  /** The stream that was held is gone, and what it handed over. What is unhandled stays so. */
  void forget() {
    held = Optional.empty();
    waiting.clear();
  }
}
