package dev.marathon.api;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.callbacks.CallbackCommand;
import dev.marathon.callbacks.CallbackReply;
import dev.marathon.callbacks.CallbackRules;
import dev.marathon.callbacks.CallbackState;
import dev.marathon.callbacks.actor.CallbacksActor;
import dev.marathon.callbacks.actor.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The list of callbacks without delivery. */
final class CallbacksInMemory implements Callbacks {

  static final long LAST = 9;

  private final CallbackRules rules = new CallbackRules();
  private CallbackState state = rules.empty();

  @Override
  public CompletionStage<CallbackReply> subscribe(String url, boolean env, Cause cause) {
    return ask(new CallbackCommand.Subscribe(url, env, LAST - 2), cause);
  }

  @Override
  public CompletionStage<CallbackReply> unsubscribe(String url, Cause cause) {
    return ask(new CallbackCommand.Unsubscribe(url), cause);
  }

  private synchronized CompletionStage<CallbackReply> ask(CallbackCommand command, Cause cause) {
    var decision =
        rules.decide(state, command, new Context(Instant.EPOCH, cause, UUID::randomUUID));
    decision.events().forEach(event -> state = rules.apply(state, event));
    return CompletableFuture.completedFuture(decision.reply());
  }

  @Override
  public synchronized CompletionStage<CallbacksActor.Shown> shown() {
    Map<String, Delivery> deliveries = new TreeMap<>();
    state.endpoints().forEach((url, at) -> deliveries.put(url, Delivery.at(at.position())));
    return CompletableFuture.completedFuture(new CallbacksActor.Shown(LAST, deliveries));
  }

  /** Whether values of environment variables go to this endpoint. */
  synchronized boolean env(String url) {
    return state.endpoints().get(url).env();
  }
}
