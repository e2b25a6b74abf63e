package dev.marathon.spec;

import java.util.Optional;

/** A file that the agent downloads into the sandbox before the task starts. */
public record Artifact(
    String uri, boolean extract, boolean executable, boolean cache, Optional<String> destPath) {}
