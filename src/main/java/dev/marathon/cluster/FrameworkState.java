package dev.marathon.cluster;

import java.util.Optional;

/** Our identity at Mesos; absent until the first registration. */
public record FrameworkState(Optional<String> frameworkId) {}
