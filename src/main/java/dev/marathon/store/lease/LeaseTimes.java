package dev.marathon.store.lease;

import java.time.Duration;

/**
 * How long a lease counts.
 *
 * @param ttl others may take it once they saw no change for this long
 * @param validity the holder may act for this long after the begin of its last write; the rest of
 *     the ttl is the margin for what is already under way
 * @param beat between two writes of the holder, and two looks of others
 */
public record LeaseTimes(Duration ttl, Duration validity, Duration beat) {
  public LeaseTimes {
    if (validity.compareTo(ttl) >= 0 || beat.multipliedBy(2).compareTo(validity) > 0) {
      throw new IllegalArgumentException(
          "a lease needs ttl > validity >= 2 * beat, not " + ttl + ", " + validity + ", " + beat);
    }
  }

  /**
   * How long a side of a partition claims the lease: that of a holder that has crashed runs out.
   */
  public Duration patience() {
    return ttl.multipliedBy(2);
  }

  /**
   * How long the side that goes on keeps it: the other side may have noticed later, and must have
   * given up by then.
   */
  public Duration settled() {
    return patience().multipliedBy(3);
  }

  /** Three quarters of the ttl to act, a quarter of it from beat to beat. */
  public static LeaseTimes of(Duration ttl) {
    return new LeaseTimes(ttl, ttl.multipliedBy(3).dividedBy(4), ttl.dividedBy(4));
  }
}
