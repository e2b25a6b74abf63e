package dev.marathon.owner;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Stands before an owner and collects asks while a write is out, so that the owner stores many of
 * them at once: the cost is per write, not per command. An event-sourced actor alone would drop
 * what exceeds its stash.
 *
 * <p>When a write fails, nobody waits for a timeout: those whose write it was are told that its
 * outcome is unknown. The others wait for the next attempt, which often succeeds; if it fails too,
 * they and all who come are sent away until one succeeds.
 *
 * <p>A failed owner ends its gate, and so whoever watches the gate learns of it.
 */
final class Gate<C, R> extends AbstractBehavior<GateMessage<C, R>> {

  private final ActorRef<Owner.Message<C, R>> owner;
  private List<Ask<C, R>> waiting = new ArrayList<>();
  private List<Ask<C, R>> underWay = List.of();
  private int failures;
  private boolean begun;
  private boolean recovered;
  private boolean ready;

  static <C, R> Behavior<GateMessage<C, R>> create(
      Function<ActorRef<GateMessage<C, R>>, Behavior<Owner.Message<C, R>>> owner) {
    return Behaviors.setup(context -> new Gate<>(context, owner.apply(context.getSelf())));
  }

  private Gate(ActorContext<GateMessage<C, R>> context, Behavior<Owner.Message<C, R>> behavior) {
    super(context);
    this.owner = context.spawn(behavior, "owner");
    // Unhandled termination of a watched child fails the gate with DeathPactException: intended.
    context.watch(owner);
  }

  @Override
  public Receive<GateMessage<C, R>> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<GateMessage<C, R>> onMessage(GateMessage<C, R> message) {
    if (message instanceof Ask<C, R> ask) {
      onAsk(ask);
    } else if (message instanceof GateMessage.Begin<C, R>) {
      begun = true;
      beginIfRecovered();
    } else if (message instanceof GateMessage.Restarted<C, R>) {
      recovered = true;
      ready = false;
      failures = 0;
      beginIfRecovered();
    } else if (message instanceof GateMessage.Failed<C, R>) {
      onFailed();
    } else {
      ready = true;
      underWay = List.of();
      flush();
    }
    return this;
  }

  private void onFailed() {
    ready = false;
    failures++;
    underWay.forEach(ask -> ask.replyTo().tell(new Answer.Unknown<>()));
    underWay = List.of();
    if (away()) {
      getContext().getLog().warn("the store takes no writes; is its disk full?");
      waiting.forEach(ask -> ask.replyTo().tell(new Answer.Away<>()));
      waiting = new ArrayList<>();
    }
  }

  /** One failure may be a moment's. */
  private boolean away() {
    return failures > 1;
  }

  private void onAsk(Ask<C, R> ask) {
    if (away()) {
      ask.replyTo().tell(new Answer.Away<>());
      return;
    }
    if (waiting.size() >= OwnerSettings.GATE_CAPACITY) {
      ask.replyTo().tell(new Answer.Busy<>());
      return;
    }
    waiting.add(ask);
    flush();
  }

  private void beginIfRecovered() {
    if (begun && recovered) {
      owner.tell(new Owner.Message.Begin<>());
    }
  }

  private void flush() {
    if (ready && !waiting.isEmpty()) {
      owner.tell(new Owner.Message.Batch<>(waiting));
      underWay = waiting;
      waiting = new ArrayList<>();
      ready = false;
    }
  }
}
