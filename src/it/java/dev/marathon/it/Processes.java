package dev.marathon.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Ends all whose working directory is below this one: tasks, which outlive their node. */
  static void killBelow(Path directory) {
    ProcessHandle.allProcesses()
        .filter(process -> workingDirectory(process).startsWith(directory))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static Path workingDirectory(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
    } catch (IOException gone) {
      return Path.of("");
    }
  }

  private static String line(ProcessHandle process) {
    var info = process.info();
    return info.command().map(c -> c.substring(c.lastIndexOf('/') + 1)).orElse("")
        + info.arguments().map(a -> " " + String.join(" ", a)).orElse("");
  }
}
