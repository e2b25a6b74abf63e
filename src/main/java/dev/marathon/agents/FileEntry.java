package dev.marathon.agents;

import java.time.Instant;

/**
 * A file or directory of a sandbox.
 *
 * @param path relative to the sandbox
 * @param mode as {@code ls -l} shows it
 */
public record FileEntry(
    String name,
    String path,
    boolean directory,
    long size,
    Instant modified,
    String mode,
    String user,
    String group) {

  private static final int DIRECTORY = 0040000;
  private static final int TYPE = 0170000;

  /**
   * @param bits type and permissions as in {@code stat}
   */
  static FileEntry of(
      String directory,
      String name,
      int bits,
      long size,
      Instant modified,
      String user,
      String group) {
    return new FileEntry(
        name,
        directory.isEmpty() ? name : directory + "/" + name,
        (bits & TYPE) == DIRECTORY,
        size,
        modified,
        letters(bits),
        user,
        group);
  }

  private static String letters(int bits) {
    var text = new StringBuilder();
    text.append(
        switch (bits & TYPE) {
          case DIRECTORY -> 'd';
          case 0120000 -> 'l';
          case 0100000 -> '-';
          case 0140000 -> 's';
          case 0020000 -> 'c';
          case 0060000 -> 'b';
          default -> 'p';
        });
    for (int bit = 8; bit >= 0; bit--) {
      text.append((bits & 1 << bit) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return text.toString();
  }
}
