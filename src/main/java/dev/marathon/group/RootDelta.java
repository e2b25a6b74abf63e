package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import java.util.Map;
import java.util.Optional;

/**
 * What leads from the root version after this one back to this one.
 *
 * @param version root version that it leads to
 * @param apps version of each app that the later change touched; empty value: not there
 * @param groups each group that the later change touched; empty value: not there
 */
public record RootDelta(
    Version version, Map<AppId, Optional<Version>> apps, Map<GroupId, Optional<GroupNode>> groups) {

  public RootDelta {
    apps = Map.copyOf(apps);
    groups = Map.copyOf(groups);
  }

  boolean empty() {
    return apps.isEmpty() && groups.isEmpty();
  }

  int entries() {
    return apps.size() + groups.size();
  }
}
