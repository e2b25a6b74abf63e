package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Counts what is written and stops at a limit, or when nobody wants it any more. */
final class Budget {

  private static final int BUFFER = 64 * 1024;

  private final long bytes;
  private final int entries;
  private final BooleanSupplier cancelled;
  private long written;
  private int seen;

  Budget(long bytes, int entries, BooleanSupplier cancelled) {
    this.bytes = bytes;
    this.entries = entries;
    this.cancelled = cancelled;
  }

  /** Copies all of it. */
  void copy(InputStream in, OutputStream out) throws IOException, FetchFailed {
    var buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      count(n);
      out.write(buffer, 0, n);
    }
  }

  void count(int more) throws FetchFailed {
    written += more;
    if (written > bytes) {
      throw new FetchFailed("larger than the limit of " + bytes + " bytes");
    }
    if (cancelled.getAsBoolean()) {
      throw new FetchFailed("given up");
    }
  }

  void entry() throws FetchFailed {
    seen++;
    if (seen > entries) {
      throw new FetchFailed("more than the limit of " + entries + " entries");
    }
    count(0);
  }
}
