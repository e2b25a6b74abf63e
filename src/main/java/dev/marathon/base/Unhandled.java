package dev.marathon.base;

/** A variant of a sealed type that a chain of {@code instanceof} forgot: always a bug. */
public final class Unhandled extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public Unhandled(Object what) {
    super("unhandled " + what.getClass().getName());
  }
}
