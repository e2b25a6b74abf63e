package dev.marathon.local.master;

import java.util.Collection;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * Between the resource format of frameworks without RESERVATION_REFINEMENT or MULTI_ROLE and the
 * one used inside.
 */
@SuppressWarnings("deprecation") // the old format is what this class is about
final class ResourceFormat {
  private ResourceFormat() {}

  /**
   * From any format that a framework may use: {@code role} and {@code reservation} become {@code
   * reservations}.
   */
  static Resource inside(Resource resource) {
    if (!resource.hasRole() && !resource.hasReservation()) {
      return resource;
    }
    var inside = resource.toBuilder().clearRole().clearReservation();
    if (resource.getReservationsCount() == 0 && !resource.getRole().equals(Roles.ANY)) {
      var reservation =
          ReservationInfo.newBuilder()
              .setType(
                  resource.hasReservation()
                      ? ReservationInfo.Type.DYNAMIC
                      : ReservationInfo.Type.STATIC)
              .setRole(resource.getRole());
      if (resource.getReservation().hasPrincipal()) {
        reservation.setPrincipal(resource.getReservation().getPrincipal());
      }
      if (resource.getReservation().hasLabels()) {
        reservation.setLabels(resource.getReservation().getLabels());
      }
      inside.addReservations(reservation);
    }
    return inside.build();
  }

  /**
   * {@link #inside(Resource)} for a task's resources, with the role filled in where it is missing.
   */
  static List<Resource> inside(Collection<Resource> resources, String role) {
    return resources.stream()
        .map(ResourceFormat::inside)
        .map(
            each ->
                each.hasAllocationInfo() && each.getAllocationInfo().hasRole()
                    ? each
                    : each.toBuilder()
                        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
                        .build())
        .toList();
  }

  /** For a framework: only with the fields that it understands. */
  static Resource outside(Resource resource, boolean multiRole, boolean refinement) {
    if (multiRole && refinement) {
      return resource;
    }
    var outside = resource.toBuilder();
    if (!multiRole) {
      outside.clearAllocationInfo();
    }
    if (!refinement) {
      old(outside);
    }
    return outside.build();
  }

  private static void old(Resource.Builder resource) {
    if (resource.getReservationsCount() == 0) {
      resource.setRole(Roles.ANY);
      return;
    }
    var reservation = resource.getReservations(0);
    resource.clearReservations().setRole(reservation.getRole());
    if (reservation.getType() == ReservationInfo.Type.DYNAMIC) {
      var old = Resource.ReservationInfo.newBuilder();
      if (reservation.hasPrincipal()) {
        old.setPrincipal(reservation.getPrincipal());
      }
      if (reservation.hasLabels()) {
        old.setLabels(reservation.getLabels());
      }
      resource.setReservation(old);
    }
  }
}
