package dev.marathon.mesos;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.marathon.base.Unhandled;
import dev.marathon.offer.Offer;
import dev.marathon.offer.Offer.Opaque;
import dev.marathon.offer.Offer.PortRange;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * Resources in the format of frameworks with MULTI_ROLE and RESERVATION_REFINEMENT: {@code
 * allocation_info} on each, a stack of {@code reservations} instead of a {@code role}.
 *
 * <p>An unreserved resource and one with a single static reservation of nothing but a role are
 * plain. Everything else (dynamic or refined reservations, volumes, disks of their own, shared or
 * revocable resources, those of a resource provider) is kept whole, as opaque bytes, and handed
 * back with the amount changed.
 */
final class Resources {

  private static final String UNRESERVED = "*";

  private Resources() {}

  /** Empty for a resource without a value that we understand. */
  static Optional<Offer.Resource> read(Resource resource) {
    String role = role(resource);
    Optional<Opaque> opaque = plain(resource) ? Optional.empty() : Optional.of(opaque(resource));
    return switch (resource.getType()) {
      case SCALAR ->
          Optional.of(
              new Offer.Resource.Scalar(
                  resource.getName(), role, resource.getScalar().getValue(), opaque));
      case RANGES ->
          Optional.of(
              new Offer.Resource.Ranges(
                  resource.getName(), role, portRanges(resource.getRanges()), opaque));
      case SET ->
          Optional.of(
              new Offer.Resource.Items(
                  resource.getName(), role, List.copyOf(resource.getSet().getItemList()), opaque));
      case TEXT -> Optional.empty();
    };
  }

  /**
   * @throws IllegalArgumentException if the opaque part is not what {@link #read} gave out
   */
  static Resource write(Offer.Resource resource, String allocationRole) {
    if (resource instanceof Offer.Resource.Scalar scalar) {
      return base(scalar, scalar.reservation(), allocationRole)
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(scalar.amount()))
          .build();
    }
    if (resource instanceof Offer.Resource.Ranges ranges) {
      var values = Value.Ranges.newBuilder();
      ranges
          .ranges()
          .forEach(
              r ->
                  values.addRange(
                      Value.Range.newBuilder().setBegin(r.begin()).setEnd(r.end()).build()));
      return base(ranges, ranges.reservation(), allocationRole)
          .setType(Value.Type.RANGES)
          .setRanges(values)
          .build();
    }
    if (resource instanceof Offer.Resource.Items items) {
      return base(items, items.reservation(), allocationRole)
          .setType(Value.Type.SET)
          .setSet(Value.Set.newBuilder().addAllItem(items.items()))
          .build();
    }
    throw new Unhandled(resource);
  }

  static List<Resource> write(List<Offer.Resource> resources, String allocationRole) {
    return resources.stream().map(resource -> write(resource, allocationRole)).toList();
  }

  private static Resource.Builder base(
      Offer.Resource resource, Optional<Opaque> opaque, String allocationRole) {
    if (opaque.isPresent()) {
      try {
        return Resource.parseFrom(Base64.getDecoder().decode(opaque.get().base64())).toBuilder();
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(
            "the reservation of '" + resource.name() + "' is not a Mesos resource", e);
      }
    }
    var builder =
        Resource.newBuilder()
            .setName(resource.name())
            .setAllocationInfo(AllocationInfo.newBuilder().setRole(allocationRole));
    if (!resource.role().equals(UNRESERVED)) {
      builder.addReservations(
          ReservationInfo.newBuilder()
              .setType(ReservationInfo.Type.STATIC)
              .setRole(resource.role()));
    }
    return builder;
  }

  private static String role(Resource resource) {
    int reservations = resource.getReservationsCount();
    return reservations == 0 ? UNRESERVED : resource.getReservations(reservations - 1).getRole();
  }

  private static boolean plain(Resource resource) {
    return simplyReserved(resource)
        && !resource.hasDisk()
        && !resource.hasProviderId()
        && !resource.hasRevocable()
        && !resource.hasShared();
  }

  private static boolean simplyReserved(Resource resource) {
    if (resource.getReservationsCount() == 0) {
      return true;
    }
    ReservationInfo first = resource.getReservations(0);
    return resource.getReservationsCount() == 1
        && first.getType() == ReservationInfo.Type.STATIC
        && !first.hasPrincipal()
        && !first.hasLabels();
  }

  private static Opaque opaque(Resource resource) {
    Map<String, String> labels = new LinkedHashMap<>();
    int reservations = resource.getReservationsCount();
    if (reservations > 0) {
      for (Label label : resource.getReservations(reservations - 1).getLabels().getLabelsList()) {
        labels.put(label.getKey(), label.getValue());
      }
    }
    return new Opaque(
        Base64.getEncoder().encodeToString(resource.toByteArray()),
        labels,
        resource.getDisk().hasPersistence(),
        resource.getDisk().hasSource());
  }

  /** Ranges as ports; what lies outside of 0 to 2^31-1 is cut off. */
  private static List<PortRange> portRanges(Value.Ranges ranges) {
    var ports = new ArrayList<PortRange>();
    for (Value.Range range : ranges.getRangeList()) {
      long begin = Math.max(range.getBegin(), 0);
      long end = Math.min(range.getEnd(), Integer.MAX_VALUE);
      if (begin <= end) {
        ports.add(new PortRange((int) begin, (int) end));
      }
    }
    return List.copyOf(ports);
  }
}
