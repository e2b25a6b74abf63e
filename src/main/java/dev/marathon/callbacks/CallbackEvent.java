package dev.marathon.callbacks;

import java.util.Map;

/** What is remembered of the callbacks. */
public sealed interface CallbackEvent {

  record CallbackSubscribed(String url, boolean env, long after) implements CallbackEvent {}

  record CallbackUnsubscribed(String url) implements CallbackEvent {}

  record PositionsAdvanced(Map<String, Long> positions) implements CallbackEvent {
    public PositionsAdvanced {
      positions = Map.copyOf(positions);
    }
  }
}
