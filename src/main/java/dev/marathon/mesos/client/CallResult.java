package dev.marathon.mesos.client;

/** What became of a call to the master. */
public sealed interface CallResult {

  /** The master took the call in. What comes of it is told by events, if at all. */
  record Accepted() implements CallResult {}

  /**
   * The master says that the call is wrong; the same call again is refused again.
   *
   * @param status of HTTP, 400 to 499
   * @param message of the master, at most 1,000 characters
   */
  record Refused(int status, String message) implements CallResult {}

  /**
   * Not sent, or sent and never answered: the master may or may not have taken it in. Derive the
   * call from state again after the next {@code Subscribed}, or later.
   */
  record Failed(String reason) implements CallResult {}
}
