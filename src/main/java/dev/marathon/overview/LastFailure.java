package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import java.time.Instant;
import java.util.Optional;

/** The newest failure of an app's task. */
public record LastFailure(
    AppId appId,
    String host,
    String message,
    String state,
    String taskId,
    Instant timestamp,
    Version version,
    Optional<String> slaveId) {}
