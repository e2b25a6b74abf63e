package dev.marathon.local.wire;

/**
 * Text that is no JSON, or JSON that does not fit the message; the message is what a Mesos master
 * answers.
 */
public final class BadJson extends Exception {
  private static final long serialVersionUID = 1L;

  public BadJson(String message) {
    super(message);
  }
}
