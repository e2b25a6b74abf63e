package dev.marathon.api;

import dev.marathon.base.Cause;
import dev.marathon.callbacks.CallbackReply;
import dev.marathon.callbacks.actor.CallbacksActor;
import java.util.concurrent.CompletionStage;

/** The HTTP callbacks as the routes use them. */
public interface Callbacks {

  /**
   * @param env whether values of environment variables are delivered
   */
  CompletionStage<CallbackReply> subscribe(String url, boolean env, Cause cause);

  CompletionStage<CallbackReply> unsubscribe(String url, Cause cause);

  CompletionStage<CallbacksActor.Shown> shown();
}
