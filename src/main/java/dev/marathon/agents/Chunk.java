package dev.marathon.agents;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A part of a file as text.
 *
 * @param offset of its first byte
 * @param next where to go on
 * @param size of the file
 * @param mark by which the next read finds out whether the file is still the same
 * @param truncated whether the file was replaced or emptied, so that this begins it anew
 */
public record Chunk(
    long offset, long next, long size, String text, String mark, boolean truncated) {

  /** Bytes before a place by which a file is known again. */
  static final int OVERLAP = 64;

  /**
   * Bytes as an agent gave them.
   *
   * @param from of the first byte
   */
  record Bytes(long from, byte[] data, long size) {

    long end() {
      return from + data.length;
    }
  }

  /**
   * The part from an offset on. A character that is cut off at the end is left for the next read,
   * so that who goes on at {@code next} sees every character whole.
   *
   * @param offset at or after the first byte
   */
  static Chunk of(Bytes bytes, long offset, boolean truncated) {
    int begin = (int) Math.min(offset - bytes.from(), bytes.data().length);
    int end = bytes.data().length;
    int cut = unfinished(bytes.data(), begin, end);
    if (end - cut > begin || bytes.end() >= bytes.size()) {
      end -= cut;
    }
    var text = new String(bytes.data(), begin, end - begin, StandardCharsets.UTF_8);
    return new Chunk(
        offset, bytes.from() + end, bytes.size(), text, mark(bytes.data(), end), truncated);
  }

  /** The last bytes of a file, from the first whole character on. */
  static Chunk last(Bytes bytes) {
    int skip = 0;
    if (bytes.from() > 0) {
      while (skip < 3 && skip < bytes.data().length && continues(bytes.data()[skip])) {
        skip++;
      }
    }
    return of(bytes, bytes.from() + skip, false);
  }

  /** Whether these bytes come after the same ones as when the mark was made. */
  static boolean same(Bytes bytes, long offset, Optional<String> mark) {
    if (offset > bytes.size()) {
      return false;
    }
    int before = (int) (offset - bytes.from());
    return mark.isEmpty()
        || before <= bytes.data().length && mark.get().equals(mark(bytes.data(), before));
  }

  private static String mark(byte[] data, int end) {
    var crc = new CRC32C();
    crc.update(Arrays.copyOfRange(data, Math.max(0, end - OVERLAP), end));
    return Long.toHexString(crc.getValue());
  }

  /** Length of a character at the end that is not complete. */
  private static int unfinished(byte[] data, int begin, int end) {
    for (int back = 1; back <= 3 && end - back >= begin; back++) {
      int value = data[end - back] & 0xFF;
      if (value >= 0xC0) {
        int length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
        return length > back ? back : 0;
      }
      if (value < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  private static boolean continues(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
