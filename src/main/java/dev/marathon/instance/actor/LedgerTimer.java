package dev.marathon.instance.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.base.Cause;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Rings a ledger at the earliest of the times it was set to. A ring that the ledger was too busy to
 * take, or did not answer, is repeated.
 */
final class LedgerTimer extends AbstractBehavior<LedgerTimer.Message> {

  /** Wait for an answer before the ring is repeated. */
  private static final Duration REPEAT = Duration.ofSeconds(30);

  private static final Duration AFTER_BUSY = Duration.ofMillis(200);

  sealed interface Message {
    record Set(Instant at) implements Message {}

    record Ring() implements Message {}

    record Answered(Answer<LedgerReply> answer) implements Message {}
  }

  private final InstantSource clock;
  private final ActorRef<Ask<LedgerCommand, LedgerReply>> ledger;
  private final TimerScheduler<Message> timers;
  private final ActorRef<Answer<LedgerReply>> answers;
  private Optional<Instant> next = Optional.empty();

  static Behavior<Message> create(
      InstantSource clock, ActorRef<Ask<LedgerCommand, LedgerReply>> ledger) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new LedgerTimer(context, clock, ledger, timers)));
  }

  private LedgerTimer(
      ActorContext<Message> context,
      InstantSource clock,
      ActorRef<Ask<LedgerCommand, LedgerReply>> ledger,
      TimerScheduler<Message> timers) {
    super(context);
    this.clock = clock;
    this.ledger = ledger;
    this.timers = timers;
    this.answers = context.messageAdapter(answerType(), Message.Answered::new);
  }

  @SuppressWarnings("unchecked")
  private static Class<Answer<LedgerReply>> answerType() {
    return (Class<Answer<LedgerReply>>) (Class<?>) Answer.class;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Set.class, set -> onSet(set.at()))
        .onMessage(Message.Ring.class, ring -> onRing())
        .onMessage(Message.Answered.class, this::onAnswered)
        .build();
  }

  private Behavior<Message> onSet(Instant at) {
    if (next.isEmpty() || at.isBefore(next.get())) {
      next = Optional.of(at);
      var wait = Duration.between(clock.instant(), at);
      if (wait.isNegative() || wait.isZero()) {
        timers.cancel("next");
        getContext().getSelf().tell(new Message.Ring());
      } else {
        timers.startSingleTimer("next", new Message.Ring(), wait);
      }
    }
    return this;
  }

  private Behavior<Message> onRing() {
    next = Optional.empty();
    timers.startSingleTimer("repeat", new Message.Ring(), REPEAT);
    ledger.tell(new Ask<>(new LedgerCommand.CheckDeadlines(), Cause.internal("timer"), answers));
    return this;
  }

  private Behavior<Message> onAnswered(Message.Answered answered) {
    if (answered.answer() instanceof Answer.Busy<LedgerReply>) {
      timers.startSingleTimer("repeat", new Message.Ring(), AFTER_BUSY);
    } else if (answered.answer() instanceof Answer.Reply<LedgerReply>) {
      timers.cancel("repeat");
    }
    return this;
  }
}
