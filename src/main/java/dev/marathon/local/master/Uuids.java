package dev.marathon.local.master;

import com.google.protobuf.ByteString;

/** UUIDs in status updates. */
public final class Uuids {
  private Uuids() {}

  /** Whether these are the 16 bytes of a UUID of version 1 to 5 in the variant of RFC 4122. */
  public static boolean isUuid(ByteString bytes) {
    if (bytes.size() != 16) {
      return false;
    }
    int version = (bytes.byteAt(6) & 0xf0) >> 4;
    int variant = bytes.byteAt(8) & 0xc0;
    return version >= 1 && version <= 5 && variant == 0x80;
  }
}
