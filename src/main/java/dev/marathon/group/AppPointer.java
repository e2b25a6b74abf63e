package dev.marathon.group;

import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.List;

/**
 * What the tree knows of an app without its definition.
 *
 * @param configHash hash of everything but count and versions
 */
public record AppPointer(
    Version version,
    Version lastConfigChangeAt,
    Version lastScalingAt,
    String configHash,
    int instances,
    List<PathId> dependencies,
    List<Integer> servicePorts) {}
