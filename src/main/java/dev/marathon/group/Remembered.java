package dev.marathon.group;

import dev.marathon.base.Version;
import java.util.UUID;

/** What became of a write that carried an idempotency key. */
public record Remembered(String key, UUID deployment, Version version) {}
