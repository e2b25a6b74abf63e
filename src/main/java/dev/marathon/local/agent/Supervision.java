package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A task that was started: what its supervisor wrote about the two processes.
 *
 * @param boot id of the boot of the machine in which it was started
 * @param main the process which is the task
 */
record Supervision(String boot, ProcessId supervisor, ProcessId main) {

  /** Reads the supervisor's note; empty as long as there is none. */
  static Optional<Supervision> read(Path started) throws IOException {
    try {
      var fields = Files.readString(started).strip().split(" ");
      if (fields.length != 5) {
        throw new IOException(started + " is damaged");
      }
      return Optional.of(
          new Supervision(
              fields[0],
              new ProcessId(Long.parseLong(fields[1]), Long.parseLong(fields[2])),
              new ProcessId(Long.parseLong(fields[3]), Long.parseLong(fields[4]))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException(started + " is damaged", e);
    }
  }

  /** Whether the pids can mean these processes: after a reboot they are others'. */
  boolean ofThisBoot() {
    return boot.equals(ProcessTable.BOOT);
  }

  /** Whether somebody still waits for the task to end. */
  boolean watched() {
    return ofThisBoot() && supervisor.alive();
  }
}
