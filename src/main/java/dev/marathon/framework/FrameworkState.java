package dev.marathon.framework;

import java.util.Optional;

/** Our identity at Mesos; absent until the first registration. */
public record FrameworkState(Optional<String> frameworkId) {}
