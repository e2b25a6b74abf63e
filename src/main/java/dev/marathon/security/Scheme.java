package dev.marathon.security;

import java.time.Duration;
import java.util.Optional;

/** One way to prove who asks. May be slow; is called on threads of its own. */
interface Scheme {

  /**
   * Somebody who proved it.
   *
   * @param validFor how long the same proof need not be looked at again
   */
  record Proven(Identity identity, Duration validFor) {}

  /**
   * @param credentials what follows the scheme's name in {@code Authorization}
   * @return empty if that proves nothing
   */
  Optional<Proven> identify(String credentials);

  /** Challenge for {@code WWW-Authenticate}. */
  String challenge(String realm);
}
