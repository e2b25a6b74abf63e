package dev.marathon.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.marathon.base.Cause;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.scheduler.SchedulerEffect;
import dev.marathon.scheduler.SchedulerInput;
import dev.marathon.scheduler.StatusBatches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Questions to the ledgers, and their answers as the scheduler's rules hear them. */
final class LedgerWay {

  /** Longer than any deadline of the rules, which are those that count. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Cause CAUSE = Cause.internal("scheduler");

  private final ActorContext<Object> context;
  private final List<ActorRef<Ask<LedgerCommand, LedgerReply>>> ledgers;
  private final Function<SchedulerInput, Object> heard;
  private final Object nothing;

  /**
   * @param heard wraps an answer for the mailbox
   * @param nothing for an answer that does not come
   */
  LedgerWay(
      ActorContext<Object> context,
      List<ActorRef<Ask<LedgerCommand, LedgerReply>>> ledgers,
      Function<SchedulerInput, Object> heard,
      Object nothing) {
    this.context = context;
    this.ledgers = ledgers;
    this.heard = heard;
    this.nothing = nothing;
  }

  void ask(StatusBatches.Batch batch) {
    ask(batch.ledger(), batch.command(), reply -> batch.answered(reply.isPresent()));
  }

  void ask(SchedulerEffect.AskProvision ask) {
    ask(
        ask.ledger(),
        ask.command(),
        reply ->
            new SchedulerInput.ProvisionAnswered(
                ask.flight(),
                ask.ledger(),
                reply.map(r -> expect(LedgerReply.Provisioned.class, r).accepted())));
  }

  void ask(SchedulerEffect.AskLive ask) {
    ask(
        ask.ledger(),
        new LedgerCommand.ListLive(),
        reply ->
            new SchedulerInput.LiveAnswered(
                ask.ledger(), reply.map(r -> expect(LedgerReply.Live.class, r).tasks())));
  }

  /**
   * @param input of the reply, or of its absence if the ledger is too busy
   */
  private void ask(
      int ledger, LedgerCommand command, Function<Optional<LedgerReply>, SchedulerInput> input) {
    context.ask(
        answerType(),
        ledgers.get(ledger),
        PATIENCE,
        replyTo -> new Ask<>(command, CAUSE, replyTo),
        (answer, failure) -> {
          if (answer instanceof Answer.Reply<LedgerReply> reply) {
            return heard.apply(input.apply(Optional.of(reply.value())));
          }
          boolean unknown = answer == null || answer instanceof Answer.Unknown<LedgerReply>;
          return unknown ? nothing : heard.apply(input.apply(Optional.empty()));
        });
  }

  private static <T> T expect(Class<T> type, LedgerReply reply) {
    if (!type.isInstance(reply)) {
      throw new IllegalStateException("a ledger answers " + reply);
    }
    return type.cast(reply);
  }

  @SuppressWarnings("unchecked")
  private static Class<Answer<LedgerReply>> answerType() {
    return (Class<Answer<LedgerReply>>) (Class<?>) Answer.class;
  }
}
