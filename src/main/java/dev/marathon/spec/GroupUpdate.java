package dev.marathon.spec;

import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Optional;

/**
 * What a body of {@code POST} or {@code PUT /v2/groups} asks for: a tree of groups. At its top
 * either {@code scaleBy} or {@code version} stands alone, or the other fields say what is to be.
 *
 * @param id absolute
 * @param apps absent: keep the apps of this group; present: the whole list of them
 * @param groups absent: keep the groups inside; present: the whole list, each merged with the one
 *     that exists
 * @param dependencies absent: keep them
 * @param scaleBy factor for the count of every app below, rounded up
 * @param version root version to take the group back to
 * @param enforceRole absent: keep it; top-level groups only
 */
public record GroupUpdate(
    GroupId id,
    Optional<List<AppDefinition>> apps,
    Optional<List<GroupUpdate>> groups,
    Optional<List<PathId>> dependencies,
    Optional<Double> scaleBy,
    Optional<Version> version,
    Optional<Boolean> enforceRole) {

  public GroupUpdate {
    apps = apps.map(List::copyOf);
    groups = groups.map(List::copyOf);
    dependencies = dependencies.map(List::copyOf);
  }
}
