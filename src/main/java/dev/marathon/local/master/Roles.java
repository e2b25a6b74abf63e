package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names of roles: {@code *}, or components joined by slashes, each child within its parent. */
final class Roles {
  static final String ANY = "*";

  private Roles() {}

  /** Why a role is not allowed, in Mesos' words; empty if it is. */
  static Optional<String> invalid(String role) {
    if (role.equals(ANY)) {
      return Optional.empty();
    }
    if (role.isEmpty()) {
      return Optional.of("Empty role name is invalid");
    }
    if (role.startsWith("/")) {
      return Optional.of("Role '" + role + "' cannot start with a slash");
    }
    if (role.endsWith("/")) {
      return Optional.of("Role '" + role + "' cannot end with a slash");
    }
    for (var component : role.split("/", -1)) {
      var reason = invalidComponent(role, component);
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invalidComponent(String role, String component) {
    if (component.isEmpty()) {
      return Optional.of("Role '" + role + "' cannot contain two adjacent slashes");
    }
    if (component.equals(".") || component.equals("..") || component.equals(ANY)) {
      return Optional.of("Role '" + role + "' cannot include '" + component + "' as a component");
    }
    if (component.startsWith("-")) {
      return Optional.of(
          "Role component '" + component + "' is invalid because it starts with a dash");
    }
    if (component.chars().anyMatch(c -> c == ' ' || (c >= 8 && c <= 13) || c == 127)) {
      return Optional.of(
          "Role component '"
              + component
              + "' is invalid because it contains backspace or whitespace");
    }
    return Optional.empty();
  }

  /**
   * Whether resources reserved for {@code reserved} may be offered to {@code role}: the role itself
   * or one above it.
   */
  static boolean reaches(String reserved, String role) {
    return role.equals(reserved)
        || (role.length() > reserved.length()
            && role.charAt(reserved.length()) == '/'
            && role.startsWith(reserved));
  }

  /** Those that occur more than once, in the order of their second occurrence. */
  static Set<String> duplicates(List<String> roles) {
    var seen = new ArrayList<String>();
    var twice = new LinkedHashSet<String>();
    for (var role : roles) {
      if (seen.contains(role)) {
        twice.add(role);
      }
      seen.add(role);
    }
    return twice;
  }
}
