package dev.marathon.spec;

/** What happens to an instance whose agent cannot be reached. */
public sealed interface UnreachableStrategy {
  /** It counts as running for ever. */
  record Disabled() implements UnreachableStrategy {}

  /** Seconds until it is replaced, and until it is forgotten. */
  record After(int inactiveAfterSeconds, int expungeAfterSeconds) implements UnreachableStrategy {}
}
