package dev.marathon.spec;

import dev.marathon.base.Version;
import java.time.Instant;
import java.util.List;

/** How two definitions of one app differ, as far as running instances are concerned. */
public enum ConfigChange {
  /** They mean the same. */
  NONE,
  /** Only the count differs: instances are added or ended, those that stay are left alone. */
  SCALE,
  /** Anything else differs, the count perhaps too: every instance is replaced. */
  CONFIG;

  private static final Version NO_VERSION = new Version(Instant.EPOCH);

  /**
   * Order does not matter in constraints, dependencies and accepted roles. Everything but the count
   * and the versions counts as configuration; Marathon ignored changes of executorResources.
   */
  public static ConfigChange between(AppDefinition before, AppDefinition after) {
    if (!configuration(before).equals(configuration(after))) {
      return CONFIG;
    }
    return before.instances() == after.instances() ? NONE : SCALE;
  }

  /** What a definition says besides its count and versions, with sets in a fixed order. */
  static AppDefinition configuration(AppDefinition app) {
    var builder =
        app.toBuilder()
            .instances(0)
            .version(NO_VERSION)
            .withoutVersionInfo()
            .constraints(sorted(app.constraints()))
            .dependencies(sorted(app.dependencies()));
    app.acceptedResourceRoles().ifPresent(roles -> builder.acceptedResourceRoles(sorted(roles)));
    return builder.build();
  }

  private static <T> List<T> sorted(List<T> items) {
    return items.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }
}
