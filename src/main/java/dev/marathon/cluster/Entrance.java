package dev.marathon.cluster;

import dev.marathon.security.AccessControl;
import java.util.Optional;

/**
 * Where the HTTP API really listens, and who is let in.
 *
 * @param http port, empty if plain HTTP is off
 * @param https port, empty without a certificate
 */
record Entrance(Optional<Integer> http, Optional<Integer> https, AccessControl access) {

  static Entrance plain(int port, AccessControl access) {
    return new Entrance(Optional.of(port), Optional.empty(), access);
  }

  /** Whether others reach us by TLS only. */
  boolean tlsOnly() {
    return http.isEmpty();
  }

  /** The port by which others reach us. */
  int port() {
    return http.or(() -> https).orElse(0);
  }
}
