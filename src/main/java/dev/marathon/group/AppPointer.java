package dev.marathon.group;

import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
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
    String role,
    List<PathId> dependencies,
    List<Integer> servicePorts) {

  public AppPointer {
    dependencies = List.copyOf(dependencies);
    servicePorts = List.copyOf(servicePorts);
  }

  /**
   * @param definition with versionInfo
   */
  static AppPointer of(AppDefinition definition, String configHash) {
    var info = definition.versionInfo().orElseThrow();
    return new AppPointer(
        definition.version(),
        info.lastConfigChangeAt(),
        info.lastScalingAt(),
        configHash,
        definition.instances(),
        definition.role(),
        definition.dependencies(),
        definition.servicePorts());
  }
}
