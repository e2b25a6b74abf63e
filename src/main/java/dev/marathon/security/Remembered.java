package dev.marathon.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were found right a moment ago, so that a password is not hashed for every
 * request. What is kept is a hash of them under a key of this process, never they themselves.
 */
final class Remembered {

  static final int MAX = 10_000;

  private static final String HMAC = "HmacSHA256";

  /**
   * @param until on the clock that this was created with
   */
  private record Entry(Identity identity, long until) {}

  private final SecretKeySpec key;
  private final LongSupplier nanoTime;
  private final Map<String, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
          return size() > MAX;
        }
      };
  private long generation;

  Remembered(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  /** Name under which these credentials are remembered. */
  String key(String scheme, String credentials) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(scheme.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(credentials.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  synchronized Optional<Identity> find(String key) {
    var entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (nanoTime.getAsLong() - entry.until() >= 0) {
      entries.remove(key);
      return Optional.empty();
    }
    return Optional.of(entry.identity());
  }

  /** Number of the users and keys that a check begins with. */
  synchronized long generation() {
    return generation;
  }

  /**
   * @param began generation that the credentials were checked in; ignored if it is over
   */
  synchronized void remember(String key, Identity identity, Duration validFor, long began) {
    if (began == generation) {
      entries.put(key, new Entry(identity, nanoTime.getAsLong() + validFor.toNanos()));
    }
  }

  /** Users or keys changed. */
  synchronized void forget() {
    generation++;
    entries.clear();
  }

  synchronized int size() {
    return entries.size();
  }
}
