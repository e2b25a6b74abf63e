package dev.marathon.owner;

/** What a gate accepts. */
public sealed interface GateMessage<C, R> permits Ask, GateMessage.Begin, GateMessage.FromOwner {

  /** The take-over is complete: run the effects that follow from state, then serve. */
  record Begin<C, R>() implements GateMessage<C, R> {}

  /** News of the owner behind the gate. */
  sealed interface FromOwner<C, R> extends GateMessage<C, R> {}

  /** The owner can take the next batch. */
  record Ready<C, R>() implements FromOwner<C, R> {}

  /** A write failed. The owner reads its journal anew, which takes as long as the store is away. */
  record Failed<C, R>() implements FromOwner<C, R> {}

  /** The owner has read its journal, and could write to it. */
  record Restarted<C, R>() implements FromOwner<C, R> {}
}
