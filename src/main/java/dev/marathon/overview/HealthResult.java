package dev.marathon.overview;

import java.time.Instant;
import java.util.Optional;

/**
 * Newest state of one health check of one task.
 *
 * @param alive the last success is newer than the last failure
 * @param consecutiveFailures since the last success
 */
public record HealthResult(
    boolean alive,
    int consecutiveFailures,
    Optional<Instant> firstSuccess,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure,
    Optional<String> lastFailureCause) {}
