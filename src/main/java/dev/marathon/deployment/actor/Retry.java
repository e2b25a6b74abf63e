package dev.marathon.deployment.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.japi.function.Function;
import dev.marathon.owner.Answer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks an owner until it answers. Everything asked this way is idempotent and ordered, so a repeat
 * does no harm; an owner that is busy or restarting is asked again after a pause that grows to two
 * seconds.
 *
 * @param context of the actor that asks
 * @param inTurn makes the message by which that actor runs something in its own turn
 */
public record Retry<M>(ActorContext<M> context, java.util.function.Function<Runnable, M> inTurn) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * @param question the owner's message, made with where the answer goes
   * @param answered run in the actor's turn, once
   */
  public <Q, R> void ask(
      ActorRef<Q> owner, Function<ActorRef<Answer<R>>, Q> question, Consumer<R> answered) {
    ask(owner, question, () -> true, answered);
  }

  /**
   * @param wanted whether it is still to be asked again
   */
  public <Q, R> void ask(
      ActorRef<Q> owner,
      Function<ActorRef<Answer<R>>, Q> question,
      BooleanSupplier wanted,
      Consumer<R> answered) {
    ask(owner, question, wanted, answered, FIRST_PAUSE);
  }

  private <Q, R> void ask(
      ActorRef<Q> owner,
      Function<ActorRef<Answer<R>>, Q> question,
      BooleanSupplier wanted,
      Consumer<R> answered,
      Duration pause) {
    if (!wanted.getAsBoolean()) {
      return;
    }
    context.ask(
        Retry.<R>answerType(),
        owner,
        PATIENCE,
        question,
        (answer, silence) ->
            inTurn.apply(
                () -> {
                  if (answer instanceof Answer.Reply<R> reply) {
                    answered.accept(reply.value());
                  } else {
                    context.scheduleOnce(
                        pause,
                        context.getSelf(),
                        inTurn.apply(() -> ask(owner, question, wanted, answered, longer(pause))));
                  }
                }));
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  @SuppressWarnings("unchecked")
  private static <R> Class<Answer<R>> answerType() {
    return (Class<Answer<R>>) (Class<?>) Answer.class;
  }
}
