package dev.marathon.cli;

/** Colours of a terminal; none elsewhere, and none where {@code NO_COLOR} is set. */
enum Style {
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  CYAN("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String of(String text, boolean colours) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
