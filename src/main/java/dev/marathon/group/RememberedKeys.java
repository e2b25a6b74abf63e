package dev.marathon.group;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * Idempotency keys of the last day, at most {@link #MAX}, oldest first. The version of a remembered
 * change is its time.
 */
public record RememberedKeys(HashPMap<String, Remembered> byKey, PVector<Remembered> order) {

  /** Keys kept at most; above it the oldest are forgotten early. */
  public static final int MAX = 10_000;

  /** How long a key is kept. Source: decision 13. */
  public static final Duration KEPT = Duration.ofHours(24);

  static final RememberedKeys NONE = new RememberedKeys(HashTreePMap.empty(), TreePVector.empty());

  static RememberedKeys of(List<Remembered> order) {
    var byKey = HashTreePMap.<String, Remembered>empty();
    for (var one : order) {
      byKey = byKey.plus(one.key(), one);
    }
    return new RememberedKeys(byKey, TreePVector.from(order));
  }

  Optional<Remembered> find(String key, Instant now) {
    return Optional.ofNullable(byKey.get(key)).filter(found -> !expired(found, now));
  }

  RememberedKeys plus(Remembered added, Instant now) {
    var keys = byKey;
    var kept = order;
    while (!kept.isEmpty() && (kept.size() >= MAX || expired(kept.get(0), now))) {
      var oldest = kept.get(0);
      kept = kept.minus(0);
      keys = keys.get(oldest.key()).equals(oldest) ? keys.minus(oldest.key()) : keys;
    }
    return new RememberedKeys(keys.plus(added.key(), added), kept.plus(added));
  }

  private static boolean expired(Remembered one, Instant now) {
    return !one.version().at().plus(KEPT).isAfter(now);
  }
}
