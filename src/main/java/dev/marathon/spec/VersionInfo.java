package dev.marathon.spec;

import dev.marathon.base.Version;

/**
 * @param lastScalingAt last change of the count or of anything else
 * @param lastConfigChangeAt last change of anything but the count
 */
public record VersionInfo(Version lastScalingAt, Version lastConfigChangeAt) {}
