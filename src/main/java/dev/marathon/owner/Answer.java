package dev.marathon.owner;

/** Answer to an {@link Ask}. */
public sealed interface Answer<R> {

  /** The owner decided; what it decided is stored. */
  record Reply<R>(R value) implements Answer<R> {}

  /** Too many commands wait; nothing was done. Worth a 503 with Retry-After. */
  record Busy<R>() implements Answer<R> {}

  /** The store takes no writes, and did not when asked again; nothing was done. */
  record Away<R>() implements Answer<R> {}

  /** The store failed under way: what the owner decided may be stored, or not. */
  record Unknown<R>() implements Answer<R> {}
}
