package dev.marathon.cli;

/** Makes text of others safe for a terminal. */
final class Plain {

  private Plain() {}

  /** One line without control characters, which could move the cursor or change the title. */
  static String line(String text) {
    return lines(text).replace('\n', ' ');
  }

  /** The text without control characters but line ends and tabs. */
  static String lines(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }
}
