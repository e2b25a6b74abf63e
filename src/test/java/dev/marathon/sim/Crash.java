package dev.marathon.sim;

/** The node dies here: what is stored stays, all else is gone. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Crash(String where) {
    super(where, null, false, false);
  }
}
