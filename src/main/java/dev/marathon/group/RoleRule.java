package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.spec.AppDefinition;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which roles an app may have where it stands. Requests are checked when they are read; this one
 * counts, since only here the tree cannot change meanwhile. Source: Marathon's app definition
 * reference, "roles".
 */
final class RoleRule {

  private RoleRule() {}

  /**
   * @param before the app before the change: its role stays allowed
   */
  static Optional<GroupReply> check(
      AppDefinition definition, Optional<AppPointer> before, GroupTree tree, String mesosRole) {
    var role = definition.role();
    if (before.map(AppPointer::role).equals(Optional.of(role))) {
      return Optional.empty();
    }
    var allowed = new TreeSet<String>();
    before.map(AppPointer::role).ifPresent(allowed::add);
    var top = topGroup(definition.id());
    top.ifPresent(allowed::add);
    boolean enforced =
        top.flatMap(name -> tree.group(new GroupId("/" + name)))
            .map(GroupNode::enforceRole)
            .orElse(false);
    if (!enforced) {
      allowed.add(mesosRole);
    }
    return allowed.contains(role)
        ? Optional.empty()
        : Optional.of(
            new GroupReply.Invalid(
                "/role", "role of '" + definition.id() + "' must be one of " + allowed));
  }

  private static Optional<String> topGroup(AppId app) {
    int end = app.path().indexOf('/', 1);
    return end < 0 ? Optional.empty() : Optional.of(app.path().substring(1, end));
  }
}
