package dev.marathon.owner;

/** The journal of an owner cannot be read; the message names the record. */
public final class UnreadableJournal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sequence number of the record that could not be read, or of the first one after the
   *     snapshot
   */
  UnreadableJournal(String persistenceId, long sequence, Throwable cause) {
    super(
        "record %d of %s: %s".formatted(sequence, persistenceId, innermost(cause).getMessage()),
        cause);
  }

  private static Throwable innermost(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
