package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.marathon.base.Version;

/**
 * @param lastScalingAt last change of the count or of anything else
 * @param lastConfigChangeAt last change of anything but the count
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VersionInfo(Version lastScalingAt, Version lastConfigChangeAt) {}
