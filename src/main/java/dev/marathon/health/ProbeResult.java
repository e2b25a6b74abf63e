package dev.marathon.health;

import dev.marathon.base.Unhandled;
import dev.marathon.spec.HealthCheck;

/** What the answer to one probe means for a health check. */
public sealed interface ProbeResult {

  record Healthy() implements ProbeResult {}

  /**
   * @param cause for people
   * @param answered the target said so itself, so the fault cannot be on our side
   */
  record Unhealthy(String cause, boolean answered) implements ProbeResult {}

  /** Neither helps nor hurts, such as an ignored 1xx. */
  record Neutral() implements ProbeResult {}

  static ProbeResult of(HealthCheck check, ProbeAnswer answer) {
    if (answer instanceof ProbeAnswer.Connected) {
      return new Healthy();
    }
    if (answer instanceof ProbeAnswer.Status status) {
      return of(check, status.status());
    }
    if (answer instanceof ProbeAnswer.Silence silence) {
      return new Unhealthy(silence.cause(), false);
    }
    if (answer instanceof ProbeAnswer.Interrupted) {
      return new Neutral();
    }
    throw new Unhandled(answer);
  }

  private static ProbeResult of(HealthCheck check, int status) {
    if (status >= 200 && status < 400) {
      return new Healthy();
    }
    return status < 200 && check.ignoreHttp1xx()
        ? new Neutral()
        : new Unhealthy("answered with HTTP status " + status, true);
  }
}
