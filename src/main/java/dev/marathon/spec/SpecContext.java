package dev.marathon.spec;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything besides the body that decides what a definition means.
 *
 * @param currentRole role of an app that exists, empty for a new one
 * @param enforceRole {@code enforceRole} of a top-level group that exists, empty for a new one
 * @param version version of the result; the owner of the tree replaces it when it accepts
 */
public record SpecContext(
    SpecSettings settings,
    Function<AppId, Optional<String>> currentRole,
    Function<GroupId, Optional<Boolean>> enforceRole,
    Version version) {

  /** A context in which neither apps nor groups exist. */
  public static SpecContext empty(SpecSettings settings, Version version) {
    return new SpecContext(settings, id -> Optional.empty(), id -> Optional.empty(), version);
  }

  boolean exists(AppId id) {
    return currentRole.apply(id).isPresent();
  }

  /** The same context for a tree that holds this app. */
  SpecContext withCurrent(AppDefinition app) {
    return new SpecContext(
        settings,
        id -> id.equals(app.id()) ? Optional.of(app.role()) : currentRole.apply(id),
        enforceRole,
        version);
  }

  /** The same context for a tree in which this top-level group will have that setting. */
  SpecContext withEnforceRole(GroupId group, boolean enforce) {
    return new SpecContext(
        settings,
        currentRole,
        id -> id.equals(group) ? Optional.of(enforce) : enforceRole.apply(id),
        version);
  }
}
