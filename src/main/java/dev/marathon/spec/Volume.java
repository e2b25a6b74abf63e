package dev.marathon.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory that the task sees at {@code containerPath}. */
public sealed interface Volume {
  String containerPath();

  enum Mode {
    RO,
    RW
  }

  record Host(String containerPath, String hostPath, Mode mode) implements Volume {}

  /** Disk reserved for this app; makes the app resident. */
  record Persistent(String containerPath, Mode mode, PersistentDisk persistent) implements Volume {}

  record External(String containerPath, Mode mode, ExternalDisk external) implements Volume {}

  record Secret(String containerPath, String secret) implements Volume {}

  /**
   * @param type {@code root}, {@code path} or {@code mount}
   * @param size MiB
   * @param maxSize MiB, mount disks only
   */
  record PersistentDisk(
      Optional<String> type,
      long size,
      Optional<Long> maxSize,
      Optional<String> profileName,
      List<Constraint> constraints) {}

  /**
   * @param size GiB
   */
  record ExternalDisk(
      Optional<String> name,
      Optional<String> provider,
      Optional<Integer> size,
      Map<String, String> options,
      boolean shared) {}
}
