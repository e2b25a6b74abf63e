package dev.marathon.agents;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the files of one task are. Agents know each sandbox under a path that says nothing of the
 * machine; it is there as long as the sandbox is.
 *
 * @param executor whose sandbox it is; of a command task the task's id
 */
public record Sandbox(HostPort agent, String framework, String executor) {

  private static final int LONGEST = 4_096;

  private String root() {
    return "/frameworks/" + framework + "/executors/" + executor + "/runs/latest";
  }

  /** The agent's path of a file. */
  String resolve(String clean) {
    return clean.isEmpty() ? root() : root() + "/" + clean;
  }

  /**
   * A path as a user writes it, without what means nothing; empty for the sandbox itself.
   *
   * @throws Trouble if it leads out of the sandbox or is no path
   */
  public static String clean(String path) {
    if (path.length() > LONGEST || path.indexOf('\0') >= 0) {
      throw Trouble.refused("path is not the path of a file");
    }
    if (path.startsWith("/")) {
      throw Trouble.refused("path must be relative to the sandbox, not '" + path + "'");
    }
    List<String> parts = new ArrayList<>();
    for (var part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw Trouble.refused("path must not leave the sandbox: '" + path + "'");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
