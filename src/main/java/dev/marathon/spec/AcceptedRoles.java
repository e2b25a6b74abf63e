package dev.marathon.spec;

import java.util.Set;

/**
 * Which offers an app without {@code acceptedResourceRoles} takes ({@code
 * --accepted_resource_roles_default_behavior}).
 */
public enum AcceptedRoles {
  /** Resources of its own role and unreserved ones. */
  ANY,
  /** Only unreserved ones. */
  UNRESERVED,
  /** Only those reserved for its role. */
  RESERVED;

  /** The role of unreserved resources. */
  public static final String UNRESERVED_ROLE = "*";

  Set<String> of(String role) {
    return switch (this) {
      case ANY -> role.equals(UNRESERVED_ROLE) ? Set.of(role) : Set.of(role, UNRESERVED_ROLE);
      case UNRESERVED -> Set.of(UNRESERVED_ROLE);
      case RESERVED -> Set.of(role);
    };
  }
}
