package dev.marathon.callbacks.actor;

import java.util.Set;

/**
 * Why an event was not taken.
 *
 * @param what for people
 * @param refusal the endpoint is there and does not want this event, as far as can be told
 */
public record Problem(String what, boolean refusal) {

  /** These tell of the endpoint or the way to it, whatever was sent. */
  private static final Set<Integer> NOT_OF_THE_EVENT =
      Set.of(401, 403, 404, 407, 408, 410, 425, 429, 502, 503, 504, 507, 511);

  /**
   * @param status not 2xx
   */
  static Problem answered(int status) {
    boolean error = status / 100 == 4 || status / 100 == 5;
    return new Problem("answered " + status, error && !NOT_OF_THE_EVENT.contains(status));
  }

  static Problem away(String what) {
    return new Problem(what, false);
  }
}
