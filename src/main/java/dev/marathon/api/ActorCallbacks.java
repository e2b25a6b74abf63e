package dev.marathon.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.marathon.base.Cause;
import dev.marathon.callbacks.CallbackReply;
import dev.marathon.callbacks.actor.CallbacksActor;
import dev.marathon.owner.Answer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The HTTP callbacks as an actor. */
public record ActorCallbacks(
    ActorSystem<?> system, ActorRef<CallbacksActor.Message> actor, Duration timeout)
    implements Callbacks {

  @Override
  public CompletionStage<CallbackReply> subscribe(String url, boolean env, Cause cause) {
    return ActorOwners.value(
        AskPattern.<CallbacksActor.Message, Answer<CallbackReply>>ask(
            actor,
            replyTo -> new CallbacksActor.Add(url, env, cause, replyTo),
            timeout,
            system.scheduler()));
  }

  @Override
  public CompletionStage<CallbackReply> unsubscribe(String url, Cause cause) {
    return ActorOwners.value(
        AskPattern.<CallbacksActor.Message, Answer<CallbackReply>>ask(
            actor,
            replyTo -> new CallbacksActor.Remove(url, cause, replyTo),
            timeout,
            system.scheduler()));
  }

  @Override
  public CompletionStage<CallbacksActor.Shown> shown() {
    return AskPattern.<CallbacksActor.Message, CallbacksActor.Shown>ask(
            actor, CallbacksActor.Show::new, timeout, system.scheduler())
        .exceptionally(
            late -> {
              throw ActorOwners.late(late, "Marathon did not answer in time; nothing was changed");
            });
  }
}
