package dev.marathon.cluster;

/** The node cannot start for a reason that the operator can mend; the message is one line. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public StartFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
