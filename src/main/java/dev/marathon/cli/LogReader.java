package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prints a log and goes on while it grows, also over its rotation. */
final class LogReader {

  private static final long PAUSE_MILLIS = 500;

  /** So often in a row the server may be away: a take-over is shorter. */
  private static final int MOST_FAILURES = 60;

  /** After so many quiet looks it is asked whether the task still runs. */
  private static final int QUIET = 10;

  private final TaskFiles files;
  private final Printer printer;
  private final String file;
  private long next;
  private String mark = "";

  LogReader(TaskFiles files, Printer printer, String file) {
    this.files = files;
    this.printer = printer;
    this.file = file;
  }

  /** The whole file. */
  void all() {
    while (take(files.read(file, next, known()))) {
      continue;
    }
  }

  /** The last lines; of a file with very long ones, fewer. */
  void last(int lines) {
    var part = files.end(file);
    printer.part(tail(part.path("data").asText(), lines));
    remember(part);
  }

  /** The last lines of a text; a last line without its end is one, too. */
  static String tail(String text, int lines) {
    int from = text.length();
    for (int left = lines; from > 0 && left > 0; left--) {
      from = text.lastIndexOf('\n', from - 2) + 1;
    }
    return text.substring(from);
  }

  private Optional<String> known() {
    return mark.isEmpty() ? Optional.empty() : Optional.of(mark);
  }

  private void remember(JsonNode part) {
    next = part.path("next").asLong();
    mark = part.path("mark").asText();
  }

  /**
   * Prints a part.
   *
   * @return whether there was anything new
   */
  private boolean take(JsonNode part) {
    if (part.path("truncated").asBoolean()) {
      rotated();
    }
    var text = part.path("data").asText();
    printer.part(text);
    remember(part);
    return !text.isEmpty();
  }

  /** What was written to the old file before it was replaced, if the old file is kept. */
  private void rotated() {
    try {
      long place = next;
      var old = files.read(file + ".1", place, known());
      while (!old.path("truncated").asBoolean() && !old.path("data").asText().isEmpty()) {
        printer.part(old.path("data").asText());
        place = old.path("next").asLong();
        old = files.read(file + ".1", place, Optional.of(old.path("mark").asText()));
      }
    } catch (CliFailure none) {
      printer.note("(" + file + " was emptied)");
    }
  }

  /** Until the task has ended, or Ctrl-C. */
  void follow() throws InterruptedException {
    int failures = 0;
    int quiet = 0;
    while (true) {
      try {
        boolean more = take(files.read(file, next, known()));
        failures = 0;
        quiet = more ? 0 : quiet + 1;
        if (quiet == QUIET) {
          quiet = 0;
          if (!files.running()) {
            all();
            printer.note("(the task has ended)");
            return;
          }
        }
      } catch (CliFailure away) {
        failures++;
        if (away.exit() != Exit.UNREACHABLE || failures > MOST_FAILURES) {
          throw away;
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
