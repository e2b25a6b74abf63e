package dev.marathon.health;

/** What one probe saw. */
public sealed interface ProbeResult {

  record Healthy() implements ProbeResult {}

  /**
   * @param cause for people
   */
  record Unhealthy(String cause) implements ProbeResult {}

  /** An answer that neither helps nor hurts, such as an ignored 1xx. */
  record Neutral() implements ProbeResult {}
}
