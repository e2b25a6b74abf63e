package dev.marathon.sim;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The last things that happened, for whoever has to find out why a world broke a promise. */
final class Trace {

  private static final int KEPT = Integer.getInteger("sim.trace", 150);
  private static final int LONGEST_LINE = 400;

  private record Line(Instant at, String part, Object what) {
    @Override
    public String toString() {
      var text = "%s %-12s %s".formatted(at.toString().substring(11), part, shown());
      return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
    }

    private String shown() {
      return what instanceof String text ? text : what.getClass().getSimpleName() + ' ' + what;
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();

  /**
   * @param what immutable; made a text only if it has to be shown
   */
  void note(Instant at, String part, Object what) {
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(new Line(at, part, what));
  }

  @Override
  public String toString() {
    return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }
}
