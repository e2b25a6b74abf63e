package dev.marathon.spec;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which Mesos roles an app may have. An app directly below the root has the default role. Below a
 * top-level group it may also have the name of that group as its role; where the group enforces its
 * role, only that. The role that an app has already is always allowed.
 */
final class RoleRules {

  private static final Pattern BAD_CHARACTER = Pattern.compile("[\\s/\\x7f]");

  private RoleRules() {}

  /** The role of an app that names none. */
  static String defaultRole(AppId id, SpecContext context) {
    return topLevel(id)
        .filter(group -> enforced(group, context))
        .map(RoleRules::name)
        .orElse(context.settings().defaultRole());
  }

  private static Set<String> allowed(AppId id, SpecContext context) {
    var roles = new LinkedHashSet<String>();
    var group = topLevel(id);
    if (group.isEmpty() || !enforced(group.get(), context)) {
      roles.add(context.settings().defaultRole());
    }
    group.map(RoleRules::name).ifPresent(roles::add);
    context.currentRole().apply(id).ifPresent(roles::add);
    return roles;
  }

  /** Name of the first segment, if the app is not directly below the root. */
  private static Optional<GroupId> topLevel(AppId id) {
    int slash = id.path().indexOf('/', 1);
    return slash < 0 ? Optional.empty() : Optional.of(new GroupId(id.path().substring(0, slash)));
  }

  private static String name(GroupId group) {
    return group.path().substring(1);
  }

  private static boolean enforced(GroupId group, SpecContext context) {
    return context.enforceRole().apply(group).orElse(context.settings().newGroupEnforceRole());
  }

  static void check(AppDefinition app, SpecContext context, Violations found) {
    var allowed = allowed(app.id(), context);
    found.require(
        allowed.contains(app.role()), "/role", "must be one of " + String.join(", ", allowed));
    if (app.residency().isPresent()) {
      found.require(
          !app.role().equals(AcceptedRoles.UNRESERVED_ROLE),
          "/role",
          "must not be * for an app with persistent volumes: disks are reserved for a role");
    }
    app.acceptedResourceRoles().ifPresent(roles -> accepted(app, roles, found));
  }

  private static void accepted(AppDefinition app, List<String> roles, Violations found) {
    String path = "/acceptedResourceRoles";
    found.require(!roles.isEmpty(), path, "must not be empty: leave it out for the default");
    found.require(
        roles.stream().allMatch(RoleRules::wellFormed),
        path,
        "a role must not be empty, '.' or '..', start with '-' or contain blanks or '/'");
    found.require(
        sanitized(roles, app.role()).containsAll(roles),
        path,
        "may contain only * and the role of the app, " + app.role());
    if (app.residency().isPresent()) {
      found.require(
          roles.equals(List.of(AcceptedRoles.UNRESERVED_ROLE)),
          path,
          "must be [\"*\"] for an app with persistent volumes");
    }
  }

  private static boolean wellFormed(String role) {
    return !role.isEmpty()
        && !role.equals(".")
        && !role.equals("..")
        && !role.startsWith("-")
        && !BAD_CHARACTER.matcher(role).find();
  }

  /** What Marathon 1.9 did with roles that an app may not accept: drop them. */
  static List<String> sanitized(List<String> roles, String role) {
    var kept = new LinkedHashSet<>(roles);
    kept.retainAll(List.of(AcceptedRoles.UNRESERVED_ROLE, role));
    return kept.isEmpty() ? List.of(AcceptedRoles.UNRESERVED_ROLE) : List.copyOf(kept);
  }
}
