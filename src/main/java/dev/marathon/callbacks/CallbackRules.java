package dev.marathon.callbacks;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.Unhandled;
import dev.marathon.callbacks.CallbackState.Endpoint;
import dev.marathon.owner.Rules;
import java.util.HashMap;
import java.util.List;

/** Keeps the list of endpoints and how far each of them has come. */
public final class CallbackRules
    implements Rules<CallbackCommand, CallbackEvent, CallbackState, Void, CallbackReply> {

  /** Endpoints at once. Each costs an actor, a connection and at most a page of events. */
  public static final int MAX_ENDPOINTS = 50;

  @Override
  public CallbackState empty() {
    return CallbackState.EMPTY;
  }

  @Override
  public Decision<CallbackEvent, Void, CallbackReply> decide(
      CallbackState state, CallbackCommand command, Context context) {
    var endpoints = state.endpoints();
    if (command instanceof CallbackCommand.Subscribe subscribe) {
      if (endpoints.containsKey(subscribe.url())) {
        return Decision.reply(new CallbackReply.Done(false));
      }
      return endpoints.size() >= MAX_ENDPOINTS
          ? Decision.reply(new CallbackReply.TooMany(MAX_ENDPOINTS))
          : stored(
              new CallbackEvent.CallbackSubscribed(
                  subscribe.url(), subscribe.env(), subscribe.after()));
    }
    if (command instanceof CallbackCommand.Unsubscribe unsubscribe) {
      return endpoints.containsKey(unsubscribe.url())
          ? stored(new CallbackEvent.CallbackUnsubscribed(unsubscribe.url()))
          : Decision.reply(new CallbackReply.Done(false));
    }
    if (command instanceof CallbackCommand.Advance advance) {
      var news = new HashMap<>(advance.positions());
      news.keySet().retainAll(endpoints.keySet());
      news.entrySet().removeIf(now -> endpoints.get(now.getKey()).position() == now.getValue());
      return news.isEmpty()
          ? Decision.reply(new CallbackReply.Done(false))
          : stored(new CallbackEvent.PositionsAdvanced(news));
    }
    throw new Unhandled(command);
  }

  private static Decision<CallbackEvent, Void, CallbackReply> stored(CallbackEvent event) {
    return new Decision<>(List.of(event), List.of(), new CallbackReply.Done(true));
  }

  @Override
  public CallbackState apply(CallbackState state, CallbackEvent event) {
    var endpoints = state.endpoints();
    if (event instanceof CallbackEvent.CallbackSubscribed e) {
      return new CallbackState(endpoints.plus(e.url(), new Endpoint(e.env(), e.after())));
    }
    if (event instanceof CallbackEvent.CallbackUnsubscribed e) {
      return new CallbackState(endpoints.minus(e.url()));
    }
    if (event instanceof CallbackEvent.PositionsAdvanced e) {
      for (var now : e.positions().entrySet()) {
        var endpoint = endpoints.get(now.getKey());
        if (endpoint != null) {
          endpoints = endpoints.plus(now.getKey(), new Endpoint(endpoint.env(), now.getValue()));
        }
      }
      return new CallbackState(endpoints);
    }
    throw new Unhandled(event);
  }

  @Override
  public List<Void> onRecovered(CallbackState state, Context context) {
    return List.of();
  }
}
