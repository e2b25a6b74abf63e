package dev.marathon.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes when a test says so. */
final class TestClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-05-04T03:02:01Z");

  @Override
  public Instant instant() {
    return now;
  }

  long nanos() {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  void advance(Duration by) {
    now = now.plus(by);
  }
}
