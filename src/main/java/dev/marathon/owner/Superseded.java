package dev.marathon.owner;

/** Another node has taken over: the journal holds a newer epoch than ours. */
public final class Superseded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Superseded(String persistenceId, long ours, long newer) {
    super("%s was taken over by epoch %d; ours is %d".formatted(persistenceId, newer, ours));
  }
}
