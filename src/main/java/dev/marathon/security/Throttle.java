package dev.marathon.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down guessing: each source may fail so many times within a window, after which it has to
 * wait until time gives some back (a token bucket). An attempt is charged before it is checked and
 * given back when it was right, so that attempts at the same time count too.
 */
final class Throttle {

  /** Sources that are remembered; the one not seen for longest is forgotten. */
  static final int MAX_SOURCES = 10_000;

  private static final class Bucket {
    private double left;
    private long at;
  }

  private final int failures;
  private final double perNano;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  Throttle(int failures, Duration window, LongSupplier nanoTime) {
    this.failures = failures;
    this.perNano = failures / (double) window.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether this source may try. */
  synchronized boolean take(String source) {
    var bucket = filled(source);
    if (bucket.left < 1) {
      return false;
    }
    bucket.left -= 1;
    return true;
  }

  /** The attempt was right, or was not made. */
  synchronized void giveBack(String source) {
    var bucket = filled(source);
    bucket.left = Math.min(failures, bucket.left + 1);
    if (bucket.left >= failures) {
      buckets.remove(source);
    }
  }

  /** After that a source without any left may try once more. */
  int secondsForOne() {
    return (int) Math.max(1, Math.ceil(1 / perNano / 1e9));
  }

  private Bucket filled(String source) {
    long now = nanoTime.getAsLong();
    var bucket = buckets.get(source);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.left = failures;
      bucket.at = now;
      buckets.put(source, bucket);
    }
    bucket.left = Math.min(failures, bucket.left + (now - bucket.at) * perNano);
    bucket.at = now;
    return bucket;
  }

  synchronized int size() {
    return buckets.size();
  }
}
