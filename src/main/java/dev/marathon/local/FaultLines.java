package dev.marathon.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * Faults to order by lines of text, for whoever runs a cluster in a process of its own: {@code lose
 * 3}, {@code freeze 0-19}, {@code back 0-19} (agents by number, from 0) and {@code restart-master}.
 * Each line is answered with {@code done} and itself once the fault has happened, or with what is
 * wrong with it.
 */
public final class FaultLines {

  private static final Pattern AGENTS =
      Pattern.compile("(lose|freeze|back) (\\d{1,6})(?:-(\\d{1,6}))?");

  private final Faults faults;
  private final int agents;

  /**
   * @param agents how many there are
   */
  public FaultLines(Faults faults, int agents) {
    this.faults = faults;
    this.agents = agents;
  }

  /** Obeys until the input ends. */
  public void obey(BufferedReader lines, Consumer<String> answer) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      answer.accept(obey(line.strip()));
    }
  }

  private String obey(String line) {
    if (line.equals("restart-master")) {
      faults.restartMaster();
      return "done " + line;
    }
    var matcher = AGENTS.matcher(line);
    if (!matcher.matches()) {
      return "not a fault: '" + line + "'; lose, freeze or back, and agents as 3 or 0-19";
    }
    int first = Integer.parseInt(matcher.group(2));
    int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
    if (first > last || last >= agents) {
      return "no such agents: '" + line + "'; they are 0 to " + (agents - 1);
    }
    IntConsumer fault =
        switch (matcher.group(1)) {
          case "lose" -> faults::loseAgent;
          case "freeze" -> faults::freezeAgent;
          default -> faults::bringBackAgent;
        };
    for (int agent = first; agent <= last; agent++) {
      fault.accept(agent);
    }
    return "done " + line;
  }
}
