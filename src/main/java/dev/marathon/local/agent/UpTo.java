package dev.marathon.local.agent;

import akka.util.ByteString;
import java.util.List;

/** Lets so many bytes pass. */
final class UpTo {

  private long left;

  UpTo(long bytes) {
    this.left = bytes;
  }

  List<ByteString> apply(ByteString chunk) {
    var part = chunk.size() <= left ? chunk : chunk.take((int) left);
    left -= part.size();
    return part.isEmpty() ? List.of() : List.of(part);
  }
}
