package dev.marathon.callbacks;

/** Answers of the list of callbacks. */
public sealed interface CallbackReply {

  /**
   * @param changed false if it was so already
   */
  record Done(boolean changed) implements CallbackReply {}

  /**
   * @param limit most endpoints at once
   */
  record TooMany(int limit) implements CallbackReply {}
}
