package dev.marathon.local.master;

import java.util.Optional;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * Arithmetic of single resources. Two resources of the same kind (name, role, reservations, disk …)
 * add up; a persistent volume is indivisible. Scalars count in thousandths, as in Mesos, so that
 * 0.1 three times is 0.3.
 */
final class ResourceMath {
  private ResourceMath() {}

  /** Thousandths of a scalar. */
  static long milli(Resource resource) {
    return Math.round(resource.getScalar().getValue() * 1000);
  }

  static boolean isEmpty(Resource resource) {
    return switch (resource.getType()) {
      case SCALAR -> milli(resource) == 0;
      case RANGES -> Intervals.count(resource.getRanges().getRangeList()) == 0;
      case SET -> resource.getSet().getItemCount() == 0;
      case TEXT -> true;
    };
  }

  static boolean sameKind(Resource a, Resource b) {
    return a.getName().equals(b.getName())
        && a.getType() == b.getType()
        && a.hasAllocationInfo() == b.hasAllocationInfo()
        && a.getAllocationInfo().getRole().equals(b.getAllocationInfo().getRole())
        && a.getReservationsList().equals(b.getReservationsList())
        && a.hasDisk() == b.hasDisk()
        && (!a.hasDisk() || a.getDisk().equals(b.getDisk()))
        && a.hasShared() == b.hasShared()
        && a.hasRevocable() == b.hasRevocable()
        && (!a.hasProviderId() && !b.hasProviderId()
            || a.getProviderId().equals(b.getProviderId()));
  }

  static boolean isVolume(Resource resource) {
    return resource.hasDisk() && resource.getDisk().hasPersistence();
  }

  /** The sum of two resources of the same kind, or empty if they stay apart (volumes do). */
  static Optional<Resource> plus(Resource a, Resource b) {
    if (!sameKind(a, b) || isVolume(a)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (a.getType()) {
          case SCALAR -> scalar(a, milli(a) + milli(b));
          case RANGES ->
              ranges(a, Intervals.plus(a.getRanges().getRangeList(), b.getRanges().getRangeList()));
          case SET -> {
            var items = new TreeSet<>(a.getSet().getItemList());
            items.addAll(b.getSet().getItemList());
            yield a.toBuilder().setSet(Value.Set.newBuilder().addAllItem(items)).build();
          }
          case TEXT -> a;
        });
  }

  /** What is left of {@code a}; may be empty. Of the same kind. */
  static Resource minus(Resource a, Resource b) {
    return switch (a.getType()) {
      case SCALAR -> scalar(a, Math.max(0, milli(a) - milli(b)));
      case RANGES ->
          ranges(a, Intervals.minus(a.getRanges().getRangeList(), b.getRanges().getRangeList()));
      case SET -> {
        var items = new TreeSet<>(a.getSet().getItemList());
        items.removeAll(b.getSet().getItemList());
        yield a.toBuilder().setSet(Value.Set.newBuilder().addAllItem(items)).build();
      }
      case TEXT -> a;
    };
  }

  static boolean contains(Resource a, Resource b) {
    if (!sameKind(a, b)) {
      return false;
    }
    return switch (a.getType()) {
      case SCALAR -> isVolume(a) ? milli(a) == milli(b) : milli(a) >= milli(b);
      case RANGES -> Intervals.contains(a.getRanges().getRangeList(), b.getRanges().getRangeList());
      case SET -> a.getSet().getItemList().containsAll(b.getSet().getItemList());
      case TEXT -> false;
    };
  }

  static Resource scalar(Resource like, long milli) {
    return like.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(milli / 1000.0)).build();
  }

  private static Resource ranges(Resource like, Iterable<Value.Range> ranges) {
    return like.toBuilder().setRanges(Value.Ranges.newBuilder().addAllRange(ranges)).build();
  }
}
