package dev.marathon.it;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the operating system says about running commands. */
final class Processes {

  private Processes() {}

  /** Pids of the processes whose whole command line is this text, with blanks between the arguments. */
  static Set<Long> running(String commandLine) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine.equals(line(process)))
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Ends what a failed test may have left. */
  static void kill(String commandLine) {
    running(commandLine)
        .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  private static String line(ProcessHandle process) {
    var info = process.info();
    return info.command().map(c -> c.substring(c.lastIndexOf('/') + 1)).orElse("")
        + info.arguments().map(a -> " " + String.join(" ", a)).orElse("");
  }
}
