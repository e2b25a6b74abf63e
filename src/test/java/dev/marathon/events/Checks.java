package dev.marathon.events;

import dev.marathon.spec.HealthCheck;
import java.util.Optional;

/** Health checks as an app has them that says no more than it must. */
final class Checks {

  private Checks() {}

  static HealthCheck of(HealthCheck.Protocol protocol) {
    return new HealthCheck(
        protocol,
        Optional.empty(),
        Optional.of("/health"),
        Optional.of(0),
        Optional.empty(),
        300,
        60,
        20,
        3,
        15,
        false,
        Optional.of("IPv4"));
  }
}
