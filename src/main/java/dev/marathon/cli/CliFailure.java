package dev.marathon.cli;

import java.util.List;

/** Ends a command with a message for people and a code for scripts. */
final class CliFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final transient List<String> details;

  CliFailure(Exit exit, String message) {
    this(exit, message, List.of());
  }

  /**
   * @param details further lines, such as one per field that is wrong
   */
  CliFailure(Exit exit, String message, List<String> details) {
    super(message);
    this.exit = exit;
    this.details = List.copyOf(details);
  }

  Exit exit() {
    return exit;
  }

  List<String> details() {
    return details;
  }
}
