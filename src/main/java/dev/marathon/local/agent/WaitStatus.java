package dev.marathon.local.agent;

import java.util.Map;

/**
 * How a process ended, as {@code waitpid} tells it.
 *
 * @param value exit code times 256, or the number of a signal, plus 128 if memory was dumped
 */
record WaitStatus(int value) {

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "Hangup"),
          Map.entry(2, "Interrupt"),
          Map.entry(3, "Quit"),
          Map.entry(4, "Illegal instruction"),
          Map.entry(5, "Trace/breakpoint trap"),
          Map.entry(6, "Aborted"),
          Map.entry(7, "Bus error"),
          Map.entry(8, "Floating point exception"),
          Map.entry(9, "Killed"),
          Map.entry(10, "User defined signal 1"),
          Map.entry(11, "Segmentation fault"),
          Map.entry(12, "User defined signal 2"),
          Map.entry(13, "Broken pipe"),
          Map.entry(14, "Alarm clock"),
          Map.entry(15, "Terminated"),
          Map.entry(16, "Stack fault"),
          Map.entry(24, "CPU time limit exceeded"),
          Map.entry(25, "File size limit exceeded"),
          Map.entry(26, "Virtual timer expired"),
          Map.entry(27, "Profiling timer expired"),
          Map.entry(29, "I/O possible"),
          Map.entry(30, "Power failure"),
          Map.entry(31, "Bad system call"));

  static WaitStatus exited(int code) {
    return new WaitStatus(code << 8);
  }

  boolean success() {
    return value == 0;
  }

  /** What Mesos' executors say of it; the names of signals are those of {@code strsignal}. */
  String message() {
    int signal = value & 127;
    if (signal == 0) {
      return "Command exited with status " + (value >> 8);
    }
    var fallback = signal >= 34 ? "Real-time signal " + (signal - 34) : "Unknown signal " + signal;
    return "Command terminated with signal " + SIGNALS.getOrDefault(signal, fallback);
  }
}
