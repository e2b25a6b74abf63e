package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the processes of an executor use now.
 *
 * @param user seconds of cpu in programs
 * @param system seconds of cpu in the kernel
 * @param memory resident bytes
 */
record Usage(double user, double system, long memory) {

  /** {@code sysconf(_SC_CLK_TCK)} is 100 on every Linux in use, and a page 4 KiB on most. */
  private static final double TICKS = 100;

  private static final long PAGE = 4096;
  private static final Usage NOTHING = new Usage(0, 0, 0);

  /** Of all living processes of an executor; what has ended does not count any more. */
  static Usage of(ExecutorView executor, ProcessTable table) {
    return executor.tasks().stream()
        .flatMap(task -> task.processes().stream())
        .filter(Supervision::ofThisBoot)
        .flatMap(
            task ->
                Stream.concat(Stream.of(task.supervisor()), table.treeOf(task, Set.of()).stream()))
        .distinct()
        .map(Usage::of)
        .reduce(NOTHING, Usage::plus);
  }

  private static Usage of(ProcessId id) {
    try {
      var line =
          Files.readString(Path.of("/proc", id.pid() + "", "stat"), StandardCharsets.ISO_8859_1);
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return new Usage(
          Long.parseLong(fields[11]) / TICKS,
          Long.parseLong(fields[12]) / TICKS,
          Long.parseLong(fields[21]) * PAGE);
    } catch (IOException gone) {
      return NOTHING;
    }
  }

  private Usage plus(Usage other) {
    return new Usage(user + other.user, system + other.system, memory + other.memory);
  }
}
