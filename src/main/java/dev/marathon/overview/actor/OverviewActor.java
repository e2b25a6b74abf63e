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
import dev.marathon.overview.Change;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import dev.marathon.owner.Published;
import dev.marathon.owner.Recovered;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Keeps the {@link Overview} and hands it out whole, so that readers never work in its mailbox.
 * Owners tell it before they answer: who got an answer reads what it says. A failure in it is a bug
 * and ends the node, because it would show a world that is not so.
 */
public final class OverviewActor extends AbstractBehavior<OverviewActor.Message> {

  /** What it is told and asked. */
  public sealed interface Message {
    /** What changes the overview. */
    sealed interface Changing extends Message {}

    /** The tree after a take-over, or after its owner had to restart. */
    record GroupLoaded(Recovered<GroupState> tree) implements Changing {}

    /** A ledger after a take-over, or after it had to restart. */
    record LedgerLoaded(int ledger, Recovered<LedgerState> read) implements Changing {}

    record GroupChanged(Published<GroupEvent, GroupState> write) implements Changing {}

    record LedgerChanged(int ledger, Published<LedgerEvent, LedgerState> write)
        implements Changing {}

    record Noted(Fact fact) implements Changing {}

    record Read(ActorRef<Overview> replyTo) implements Message {}
  }

  private final InstantSource clock;
  private final Consumer<Change> told;
  private final NewestOverview newest;
  private Overview overview = Overview.EMPTY;

  /**
   * @param told called with everything that was taken in, in order, on this actor's thread: it only
   *     sends
   * @param newest by which all changes come
   */
  public static Behavior<Message> create(
      InstantSource clock, Consumer<Change> told, NewestOverview newest) {
    return Behaviors.setup(context -> new OverviewActor(context, clock, told, newest));
  }

  private OverviewActor(
      ActorContext<Message> context,
      InstantSource clock,
      Consumer<Change> told,
      NewestOverview newest) {
    super(context);
    this.newest = newest;
    this.clock = clock;
    this.told = told;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Read.class, this::onRead)
        .onMessage(Message.GroupChanged.class, this::onGroupChanged)
        .onMessage(Message.LedgerChanged.class, this::onLedgerChanged)
        .onMessage(Message.Noted.class, this::onNoted)
        .onMessage(
            Message.GroupLoaded.class,
            m -> loaded(m.tree(), overview.withGroup(m.tree().held().state())))
        .onMessage(
            Message.LedgerLoaded.class,
            m -> loaded(m.read(), overview.withLedger(m.ledger(), m.read().held().state())))
        .build();
  }

  private Behavior<Message> onRead(Message.Read read) {
    read.replyTo().tell(overview);
    return this;
  }

  private Behavior<Message> loaded(Recovered<?> read, Overview next) {
    told.accept(new Change.OwnerRead(overview, next, read.owner(), read.sequence()));
    return becomes(next);
  }

  private Behavior<Message> onGroupChanged(Message.GroupChanged changed) {
    var next = overview.withGroupEvents(changed.write());
    told.accept(new Change.GroupWritten(overview, next, changed.write()));
    return becomes(next);
  }

  private Behavior<Message> onLedgerChanged(Message.LedgerChanged changed) {
    var next = overview.withLedgerEvents(changed.ledger(), changed.write());
    told.accept(new Change.LedgerWritten(changed.ledger(), overview, next, changed.write()));
    return becomes(next);
  }

  private Behavior<Message> onNoted(Message.Noted noted) {
    var next = overview.with(noted.fact());
    told.accept(new Change.FactNoted(overview, next, noted.fact(), clock.instant()));
    return becomes(next);
  }

  private Behavior<Message> becomes(Overview next) {
    overview = next;
    newest.taken(next);
    return this;
  }
}
