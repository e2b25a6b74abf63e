package dev.marathon.events.actor;

import akka.actor.Props;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.Recovery;
import akka.persistence.RecoveryCompleted;
import akka.persistence.SnapshotOffer;
import akka.persistence.SnapshotSelectionCriteria;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.Retelling;
import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import scala.Option;

/**
 * Reads a part of an owner's journal as the events that were never told. It is a reader only: what
 * makes it a persistent actor is that the state before the first event is needed too, and recovery
 * up to a given record is how Akka gives it, from the newest snapshot before that record.
 */
final class JournalReader extends AbstractPersistentActor {

  /** What came of it. */
  sealed interface Result {
    Intake.Gap gap();

    record Read(Intake.Gap gap, List<ApiEvent> events) implements Result {}

    /**
     * Some of the records, or what is needed to understand them, are no longer there.
     *
     * @param upTo record after which reading may go on
     */
    record Missing(Intake.Gap gap, long upTo) implements Result {}

    record Failed(Intake.Gap gap, Throwable cause) implements Result {}
  }

  private final Intake.Gap gap;
  private final ActorRef<Result> replyTo;
  private final Retelling retelling;
  private final List<ApiEvent> events = new ArrayList<>();
  private long last;
  private long missingUpTo;

  /** Reads in the background and answers once. */
  static void read(
      akka.actor.typed.javadsl.ActorContext<?> context,
      Intake.Gap gap,
      Retelling retelling,
      ActorRef<Result> replyTo) {
    Adapter.actorOf(
        context,
        Props.create(JournalReader.class, () -> new JournalReader(gap, retelling, replyTo)));
  }

  private JournalReader(Intake.Gap gap, Retelling retelling, ActorRef<Result> replyTo) {
    this.gap = gap;
    this.retelling = retelling;
    this.replyTo = replyTo;
  }

  @Override
  public String persistenceId() {
    return gap.owner();
  }

  @Override
  public Recovery recovery() {
    return Recovery.create(SnapshotSelectionCriteria.create(gap.after(), Long.MAX_VALUE), gap.to());
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder()
        .match(SnapshotOffer.class, this::onSnapshot)
        .match(JournalEntry.class, this::onEntry)
        .match(RecoveryCompleted.class, done -> end(result()))
        .build();
  }

  private void onSnapshot(SnapshotOffer offer) {
    last = offer.metadata().sequenceNr();
    retelling.begin((Held<?>) offer.snapshot());
  }

  private void onEntry(JournalEntry<?> entry) {
    if (lastSequenceNr() != last + 1 && missingUpTo == 0) {
      missingUpTo = lastSequenceNr() - 1;
    }
    last = lastSequenceNr();
    var told = retelling.next(entry);
    if (last > gap.after()) {
      events.addAll(told);
    }
  }

  private Result result() {
    if (missingUpTo == 0 && last == gap.to()) {
      return new Result.Read(gap, events);
    }
    return new Result.Missing(gap, missingUpTo > gap.after() ? missingUpTo : gap.to());
  }

  @Override
  public void onRecoveryFailure(Throwable cause, Option<Object> event) {
    end(new Result.Failed(gap, cause));
  }

  private void end(Result result) {
    replyTo.tell(result);
    getContext().stop(getSelf());
  }

  @Override
  public Receive createReceive() {
    return emptyBehavior();
  }
}
