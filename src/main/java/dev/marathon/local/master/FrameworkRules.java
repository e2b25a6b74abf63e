package dev.marathon.local.master;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;

/** What a FrameworkInfo must look like and may change; the texts are those of Mesos. */
@SuppressWarnings("deprecation") // frameworks without MULTI_ROLE use the field role
final class FrameworkRules {
  /** The longest time that Mesos can hold: 2^63 ns. */
  private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

  private FrameworkRules() {}

  static Optional<String> invalid(FrameworkInfo info, List<String> suppressed) {
    return invalidRoles(info)
        .or(() -> invalidId(info))
        .or(() -> invalidTimeout(info))
        .or(() -> foreignSuppressed(suppressed, Framework.rolesOf(info)));
  }

  private static Optional<String> invalidRoles(FrameworkInfo info) {
    if (!Capabilities.of(info).multiRole()) {
      if (info.getRolesCount() > 0) {
        return Optional.of(
            "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
      }
      return Roles.invalid(info.getRole())
          .map(reason -> "'FrameworkInfo.role' is not a valid role: " + reason);
    }
    if (info.hasRole()) {
      return Optional.of(
          "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
    }
    var twice = Roles.duplicates(info.getRolesList());
    if (!twice.isEmpty()) {
      return Optional.of("'FrameworkInfo.roles' contains duplicate items: " + set(twice));
    }
    return info.getRolesList().stream()
        .map(Roles::invalid)
        .flatMap(Optional::stream)
        .findFirst()
        .map(reason -> "'FrameworkInfo.roles' contains invalid role: " + reason);
  }

  private static Optional<String> invalidId(FrameworkInfo info) {
    var id = info.getId().getValue();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return id.indexOf(' ') >= 0
        ? Optional.of("'" + id + "' contains invalid characters")
        : Ids.invalid(id);
  }

  private static Optional<String> invalidTimeout(FrameworkInfo info) {
    double timeout = info.getFailoverTimeout();
    return Double.isNaN(timeout) || Math.abs(timeout) > MAX_SECONDS
        ? Optional.of("The framework failover_timeout (" + general(timeout) + ") is invalid")
        : Optional.empty();
  }

  /** As {@code %g} prints it. */
  private static String general(double value) {
    var text =
        Double.toString(value)
            .replaceFirst("\\.0E", "E")
            .replaceFirst("E(\\d)", "e+$1")
            .replace('E', 'e');
    return text.replaceFirst("e([+-])(\\d)$", "e$10$2");
  }

  static Optional<String> foreignSuppressed(Collection<String> suppressed, Set<String> roles) {
    var foreign = new TreeSet<>(suppressed);
    foreign.removeAll(roles);
    return foreign.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Suppressed roles " + set(foreign) + " are not contained in the set of roles");
  }

  static Optional<String> invalidConstraints(FrameworkInfo info, OfferConstraints constraints) {
    return OfferConstraintRules.foreignRole(constraints, Framework.rolesOf(info))
        .map(
            role ->
                "Offer constraints specify `role_constraints` for a role '"
                    + role
                    + "'not contained in the set of roles");
  }

  static Optional<String> principalChange(FrameworkInfo old, FrameworkInfo now) {
    return old.getPrincipal().equals(now.getPrincipal())
        ? Optional.empty()
        : Optional.of("Changing framework's principal is not allowed.");
  }

  /** What UPDATE_FRAMEWORK refuses and SUBSCRIBE ignores. */
  static Optional<String> invalidUpdate(FrameworkInfo old, FrameworkInfo now) {
    return principalChange(old, now)
        .or(() -> changed("user", old.getUser(), now.getUser()))
        .or(
            () ->
                changed(
                    "checkpoint",
                    String.valueOf(old.getCheckpoint()),
                    String.valueOf(now.getCheckpoint())));
  }

  private static Optional<String> changed(String field, String old, String now) {
    return old.equals(now)
        ? Optional.empty()
        : Optional.of(
            "Updating 'FrameworkInfo."
                + field
                + "' is unsupported; attempted to update from '"
                + old
                + "' to '"
                + now
                + "'");
  }

  /** The new info with what a resubscription cannot change. */
  static FrameworkInfo merged(FrameworkInfo old, FrameworkInfo now) {
    var merged = now.toBuilder().setUser(old.getUser());
    if (old.hasCheckpoint()) {
      merged.setCheckpoint(old.getCheckpoint());
    } else {
      merged.clearCheckpoint();
    }
    return merged.build();
  }

  private static String set(Collection<String> items) {
    return "{ " + String.join(", ", items) + " }";
  }
}
