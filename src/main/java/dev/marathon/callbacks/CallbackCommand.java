package dev.marathon.callbacks;

import java.util.Map;

/** What the list of callbacks can be asked to do. */
public sealed interface CallbackCommand {

  /**
   * Deliver to this endpoint too. One that is there already stays as it is.
   *
   * @param env whether values of environment variables are delivered
   * @param after number of the last event before the subscription
   */
  record Subscribe(String url, boolean env, long after) implements CallbackCommand {}

  record Unsubscribe(String url) implements CallbackCommand {}

  /**
   * @param positions by endpoint, number of the last event that it took
   */
  record Advance(Map<String, Long> positions) implements CallbackCommand {
    public Advance {
      positions = Map.copyOf(positions);
    }
  }
}
