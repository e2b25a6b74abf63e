package dev.marathon.local.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * The operations RESERVE, UNRESERVE, CREATE and DESTROY: each changes some resources into others.
 *
 * <p>An operation that is not allowed or finds too little is dropped as a whole.
 */
final class Reservations {
  private Reservations() {}

  /** Consumed becomes converted; neither has anything in common with the other. */
  record Conversion(Resources consumed, Resources converted) {}

  /** Why an operation is not done. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * What an operation would do, without looking at what is there.
   *
   * @param operation with resources in the inside format
   * @param principal who asks; empty if unknown, an operator
   * @param role of the offer; empty for an operator
   */
  static Conversion of(Operation operation, Optional<String> principal, Optional<String> role)
      throws Refused {
    return switch (operation.getType()) {
      case RESERVE -> {
        var reserved = Resources.of(operation.getReserve().getResourcesList());
        for (var item : reserved.items()) {
          checkReserve(item, principal, role);
        }
        yield new Conversion(reserved.map(Reservations::popReservation), reserved);
      }
      case UNRESERVE -> {
        var reserved = Resources.of(operation.getUnreserve().getResourcesList());
        for (var item : reserved.items()) {
          checkUnreserve(item);
        }
        yield new Conversion(reserved, reserved.map(Reservations::popReservation));
      }
      case CREATE -> {
        var volumes = Resources.of(operation.getCreate().getVolumesList());
        for (var item : volumes.items()) {
          checkVolume(item, principal);
        }
        yield new Conversion(volumes.map(Reservations::plainDisk), volumes);
      }
      case DESTROY -> {
        var volumes = Resources.of(operation.getDestroy().getVolumesList());
        for (var item : volumes.items()) {
          if (!ResourceMath.isVolume(item)) {
            throw new Refused("Not a persistent volume: " + ResourceText.print(item));
          }
        }
        yield new Conversion(volumes, volumes.map(Reservations::plainDisk));
      }
      case GROW_VOLUME, SHRINK_VOLUME, CREATE_DISK, DESTROY_DISK, LAUNCH, LAUNCH_GROUP, UNKNOWN ->
          throw new Refused("Unsupported operation " + operation.getType());
    };
  }

  private static void checkReserve(Resource item, Optional<String> principal, Optional<String> role)
      throws Refused {
    var last = last(item);
    if (last.isEmpty() || last.get().getType() != ReservationInfo.Type.DYNAMIC) {
      throw new Refused("Resource " + ResourceText.print(item) + " is not dynamically reserved");
    }
    var reason = Roles.invalid(last.get().getRole());
    if (reason.isPresent() || last.get().getRole().equals(Roles.ANY)) {
      throw new Refused("Invalid reservation: " + reason.orElse("Role '*' cannot be reserved"));
    }
    if (item.hasDisk() && item.getDisk().hasPersistence()) {
      throw new Refused("A persistent volume cannot be reserved: " + ResourceText.print(item));
    }
    if (role.isPresent() && !last.get().getRole().equals(role.get())) {
      throw new Refused(
          "A reserve operation was attempted for a resource with role '"
              + last.get().getRole()
              + "', but the framework can only reserve resources with role '"
              + role.get()
              + "'");
    }
    if (principal.isPresent()
        && !(last.get().hasPrincipal() && last.get().getPrincipal().equals(principal.get()))) {
      throw new Refused(
          "A reserve operation was attempted by principal '"
              + principal.get()
              + "', but there is a reserved resource in the request with principal '"
              + last.get().getPrincipal()
              + "' set in `ReservationInfo`");
    }
  }

  private static void checkUnreserve(Resource item) throws Refused {
    if (last(item)
        .map(ReservationInfo::getType)
        .filter(ReservationInfo.Type.DYNAMIC::equals)
        .isEmpty()) {
      throw new Refused("Resource " + ResourceText.print(item) + " is not dynamically reserved");
    }
    if (ResourceMath.isVolume(item)) {
      throw new Refused(
          "A dynamically reserved persistent volume "
              + ResourceText.print(item)
              + " cannot be unreserved directly. Please destroy the persistent volume first then unreserve the resource");
    }
  }

  private static void checkVolume(Resource item, Optional<String> principal) throws Refused {
    var disk = item.getDisk();
    if (!item.getName().equals("disk") || !disk.hasPersistence() || !disk.hasVolume()) {
      throw new Refused("Not a persistent volume: " + ResourceText.print(item));
    }
    if (last(item).isEmpty()) {
      throw new Refused("Persistent volumes cannot be created from unreserved resources");
    }
    var id = disk.getPersistence().getId();
    var invalid = Ids.invalid(id).map(why -> "Persistent volume is invalid: " + why);
    if (invalid.isPresent()) {
      throw new Refused(invalid.get());
    }
    if (disk.getVolume().hasHostPath()) {
      throw new Refused("Expecting 'host_path' to be unset for persistent volume");
    }
    if (principal.isPresent()
        && disk.getPersistence().hasPrincipal()
        && !disk.getPersistence().getPrincipal().equals(principal.get())) {
      throw new Refused(
          "Create volume operation attempted by principal '"
              + principal.get()
              + "', but there is a volume in the operation with principal '"
              + disk.getPersistence().getPrincipal()
              + "' set in 'DiskInfo.Persistence'");
    }
  }

  private static Optional<ReservationInfo> last(Resource item) {
    int count = item.getReservationsCount();
    return count == 0 ? Optional.empty() : Optional.of(item.getReservations(count - 1));
  }

  private static Resource popReservation(Resource item) {
    return item.toBuilder().removeReservations(item.getReservationsCount() - 1).build();
  }

  private static Resource plainDisk(Resource volume) {
    var plain = volume.toBuilder().clearShared();
    var disk = volume.getDisk().toBuilder().clearPersistence().clearVolume().build();
    return disk.getSerializedSize() == 0 ? plain.clearDisk().build() : plain.setDisk(disk).build();
  }

  /**
   * The operation with its resources in the inside format, allocated to the role unless it is
   * empty.
   */
  static Operation inside(Operation operation, Optional<String> role) {
    var inside = operation.toBuilder();
    switch (operation.getType()) {
      case RESERVE -> {
        var list =
            operation.getReserve().getResourcesList().stream().map(r -> inside(r, role)).toList();
        inside.getReserveBuilder().clearResources().addAllResources(list);
      }
      case UNRESERVE -> {
        var list =
            operation.getUnreserve().getResourcesList().stream().map(r -> inside(r, role)).toList();
        inside.getUnreserveBuilder().clearResources().addAllResources(list);
      }
      case CREATE -> {
        var list =
            operation.getCreate().getVolumesList().stream().map(r -> inside(r, role)).toList();
        inside.getCreateBuilder().clearVolumes().addAllVolumes(list);
      }
      case DESTROY -> {
        var list =
            operation.getDestroy().getVolumesList().stream().map(r -> inside(r, role)).toList();
        inside.getDestroyBuilder().clearVolumes().addAllVolumes(list);
      }
      case GROW_VOLUME,
          SHRINK_VOLUME,
          CREATE_DISK,
          DESTROY_DISK,
          LAUNCH,
          LAUNCH_GROUP,
          UNKNOWN -> {}
    }
    return inside.build();
  }

  private static Resource inside(Resource resource, Optional<String> role) {
    var inside = ResourceFormat.inside(resource);
    if (role.isEmpty()) {
      return inside.hasAllocationInfo() ? inside.toBuilder().clearAllocationInfo().build() : inside;
    }
    return inside.hasAllocationInfo()
        ? inside
        : inside.toBuilder()
            .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role.get()))
            .build();
  }
}
