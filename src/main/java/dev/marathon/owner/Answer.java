package dev.marathon.owner;

/** Answer to an {@link Ask}. */
public sealed interface Answer<R> {

  /** The owner decided; what it decided is stored. */
  record Reply<R>(R value) implements Answer<R> {}

  /** Too many commands wait; nothing was done. Worth a 503 with Retry-After. */
  record Busy<R>() implements Answer<R> {}
}
