package dev.marathon.overview.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import dev.marathon.owner.Published;

/**
 * Keeps the {@link Overview} and hands it out whole, so that readers never work in its mailbox.
 * Owners tell it before they answer: who got an answer reads what it says. A failure in it is a bug
 * and ends the node, because it would show a world that is not so.
 */
public final class OverviewActor extends AbstractBehavior<OverviewActor.Message> {

  /** What it is told and asked. */
  public sealed interface Message {
    /** The tree after a take-over, or after its owner had to restart. */
    record GroupLoaded(GroupState state) implements Message {}

    /** A ledger after a take-over, or after it had to restart. */
    record LedgerLoaded(int ledger, LedgerState state) implements Message {}

    record GroupChanged(Published<GroupEvent> write) implements Message {}

    record LedgerChanged(int ledger, Published<LedgerEvent> write) implements Message {}

    record Noted(Fact fact) implements Message {}

    record Read(ActorRef<Overview> replyTo) implements Message {}
  }

  private Overview overview = Overview.EMPTY;

  public static Behavior<Message> create() {
    return Behaviors.setup(OverviewActor::new);
  }

  private OverviewActor(ActorContext<Message> context) {
    super(context);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Read.class, this::onRead)
        .onMessage(Message.GroupChanged.class, m -> becomes(overview.withGroupEvents(m.write())))
        .onMessage(
            Message.LedgerChanged.class,
            m -> becomes(overview.withLedgerEvents(m.ledger(), m.write())))
        .onMessage(Message.Noted.class, m -> becomes(overview.with(m.fact())))
        .onMessage(Message.GroupLoaded.class, m -> becomes(overview.withGroup(m.state())))
        .onMessage(
            Message.LedgerLoaded.class, m -> becomes(overview.withLedger(m.ledger(), m.state())))
        .build();
  }

  private Behavior<Message> onRead(Message.Read read) {
    read.replyTo().tell(overview);
    return this;
  }

  private Behavior<Message> becomes(Overview next) {
    overview = next;
    return this;
  }
}
