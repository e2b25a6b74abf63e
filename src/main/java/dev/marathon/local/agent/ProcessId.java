package dev.marathon.local.agent;

/**
 * A process, named for good: pids are used again, pids with a start time are not.
 *
 * @param started clock ticks since boot, field 22 of {@code /proc/PID/stat}
 */
record ProcessId(long pid, long started) {

  /** Whether this process exists and has not ended (a zombie has). */
  boolean alive() {
    return ProcessTable.stat(pid)
        .filter(stat -> stat.id().equals(this) && stat.running())
        .isPresent();
  }
}
