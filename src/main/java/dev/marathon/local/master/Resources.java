package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * An immutable bundle of resources in the format with {@code reservations} (never with the old
 * {@code role}); no two items are of the same kind except volumes, and none is empty.
 *
 * @param items in no particular order
 */
public record Resources(List<Resource> items) {
  public static final Resources NONE = new Resources(List.of());

  public static Resources of(Collection<Resource> resources) {
    return NONE.plus(resources);
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  public Resources plus(Resources other) {
    return isEmpty() ? other : plus(other.items);
  }

  private Resources plus(Collection<Resource> others) {
    var sum = new ArrayList<>(items);
    for (var each : others) {
      if (ResourceMath.isEmpty(each)) {
        continue;
      }
      int i = 0;
      for (; i < sum.size(); i++) {
        var joined = ResourceMath.plus(sum.get(i), each);
        if (joined.isPresent()) {
          sum.set(i, joined.get());
          break;
        }
      }
      if (i == sum.size()) {
        sum.add(each);
      }
    }
    return new Resources(List.copyOf(sum));
  }

  /** Takes away what is there; what is not there is ignored. */
  public Resources minus(Resources other) {
    if (other.isEmpty() || isEmpty()) {
      return this;
    }
    var rest = new ArrayList<>(items);
    for (var each : other.items) {
      for (int i = 0; i < rest.size(); i++) {
        var have = rest.get(i);
        if (ResourceMath.sameKind(have, each)
            && (!ResourceMath.isVolume(have) || ResourceMath.contains(have, each))) {
          var left = ResourceMath.minus(have, each);
          if (ResourceMath.isEmpty(left)) {
            rest.remove(i);
          } else {
            rest.set(i, left);
          }
          break;
        }
      }
    }
    return new Resources(List.copyOf(rest));
  }

  /**
   * Items of one kind are one, so that each can be looked for alone; but two volumes may be alike.
   */
  public boolean contains(Resources other) {
    var rest = this;
    for (var each : other.items) {
      if (rest.items.stream().noneMatch(have -> ResourceMath.contains(have, each))) {
        return false;
      }
      if (ResourceMath.isVolume(each) && !each.hasShared()) {
        rest = rest.minus(new Resources(List.of(each)));
      }
    }
    return true;
  }

  public Resources filter(Predicate<Resource> predicate) {
    var kept = items.stream().filter(predicate).toList();
    return kept.size() == items.size() ? this : new Resources(kept);
  }

  public Resources map(UnaryOperator<Resource> change) {
    return Resources.of(items.stream().map(change).toList());
  }

  /** The same for one role: sets the allocation of every item. */
  public Resources allocated(String role) {
    var allocation = Resource.AllocationInfo.newBuilder().setRole(role).build();
    return new Resources(
        items.stream()
            .map(item -> item.toBuilder().setAllocationInfo(allocation).build())
            .toList());
  }

  public Resources unallocated() {
    return map(
        item -> item.hasAllocationInfo() ? item.toBuilder().clearAllocationInfo().build() : item);
  }

  /** Thousandths of all scalars of that name, reserved or not. */
  public long milli(String name) {
    long sum = 0;
    for (var item : items) {
      if (item.getName().equals(name) && item.hasScalar()) {
        sum += ResourceMath.milli(item);
      }
    }
    return sum;
  }

  /** The role for which all items are allocated; empty if there is none or they differ. */
  public Optional<String> role() {
    var roles = items.stream().map(item -> item.getAllocationInfo().getRole()).distinct().toList();
    return roles.size() == 1 ? Optional.of(roles.get(0)) : Optional.empty();
  }

  /**
   * The same with only one agent's share of each range, so that agents on one machine do not share
   * ports.
   */
  public Resources portsShare(int index, int agents) {
    return map(
        item -> {
          if (!item.hasRanges() || agents == 1) {
            return item;
          }
          var share = Value.Ranges.newBuilder();
          for (var range : item.getRanges().getRangeList()) {
            long count = range.getEnd() - range.getBegin() + 1;
            long begin = range.getBegin() + count * index / agents;
            long end = range.getBegin() + count * (index + 1) / agents - 1;
            if (begin <= end) {
              share.addRange(Intervals.of(begin, end));
            }
          }
          return item.toBuilder().setRanges(share).build();
        });
  }

  /** As Mesos prints resources in its messages. */
  @Override
  public String toString() {
    return ResourceText.print(items);
  }
}
