package dev.marathon.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Absolute path of an app, for example {@code /prod/web}. Always starts with '/', never ends with
 * it.
 */
public record AppId(@JsonValue String path) implements Comparable<AppId> {

  /** Number of instance ledgers; part of the storage format. */
  public static final int LEDGERS = 64;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AppId {
    if (!path.startsWith("/") || path.length() < 2 || path.endsWith("/")) {
      throw new IllegalArgumentException("not an absolute app path: '" + path + "'");
    }
  }

  /**
   * The path without its first '/' and with '_' for every other one: the form that task ids carry.
   */
  public String safe() {
    return path.substring(1).replace('/', '_');
  }

  /** The group that holds this app, for example {@code /prod} of {@code /prod/web}. */
  public GroupId parent() {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? GroupId.ROOT : new GroupId(path.substring(0, slash));
  }

  /** The same path as a reference that may name an app or a group. */
  public PathId asPath() {
    return new PathId(path);
  }

  /** Number of the ledger that holds this app's instances, 0 to 63. */
  public int ledger() {
    return ledgerOf(safe());
  }

  /** Number of the ledger for a safe id, as found in a task id. */
  public static int ledgerOf(String safe) {
    var crc = new CRC32C();
    crc.update(safe.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % LEDGERS);
  }

  @Override
  public int compareTo(AppId other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
