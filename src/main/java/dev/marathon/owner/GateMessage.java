package dev.marathon.owner;

/** What a gate accepts. */
public sealed interface GateMessage<C, R> permits Ask, GateMessage.Begin, GateMessage.FromOwner {

  /** The take-over is complete: run the effects that follow from state, then serve. */
  record Begin<C, R>() implements GateMessage<C, R> {}

  /** News of the owner behind the gate. */
  sealed interface FromOwner<C, R> extends GateMessage<C, R> {}

  /** The owner can take the next batch. */
  record Ready<C, R>() implements FromOwner<C, R> {}

  /**
   * The owner restarted after a failed write: whatever was under way has an unknown outcome, and
   * its askers find out by their timeout.
   */
  record Restarted<C, R>() implements FromOwner<C, R> {}
}
