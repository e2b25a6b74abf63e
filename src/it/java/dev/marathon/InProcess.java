package dev.marathon;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Commands of the client without a process for each. */
public final class InProcess {

  private InProcess() {}

  /**
   * @return exit code
   */
  public static int run(PrintWriter out, PrintWriter err, List<String> arguments) {
    var understood = Main.understood(arguments, Map.of());
    return Main.commandLine(understood).setOut(out).setErr(err).execute(understood);
  }
}
