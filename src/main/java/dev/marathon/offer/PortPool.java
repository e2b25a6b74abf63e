package dev.marathon.offer;

import dev.marathon.offer.Offer.Opaque;
import dev.marathon.offer.Offer.PortRange;
import dev.marathon.offer.Offer.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ports that are left on an agent in a round. */
final class PortPool {

  static final String NAME = "ports";

  private final List<Span> spans = new ArrayList<>();

  void add(Resource.Ranges ranges) {
    for (PortRange range : ranges.ranges()) {
      if (range.begin() <= range.end()) {
        spans.add(new Span(range.begin(), range.end(), ranges.role(), ranges.reservation()));
      }
    }
  }

  int left(Set<String> roles) {
    int left = 0;
    for (Span span : spans) {
      if (roles.contains(span.role)) {
        left += span.size();
      }
    }
    return left;
  }

  boolean has(int port, Set<String> roles) {
    return indexOf(port, roles) >= 0;
  }

  /** Takes this port, which the pool must have. */
  void takeFixed(int port, Set<String> roles, Taken taken) {
    take(indexOf(port, roles), port, taken);
  }

  /**
   * Takes consecutive ports from a random one on, around the end to the begin; {@link #left} must
   * be enough.
   */
  List<Integer> takeAny(int count, Set<String> roles, Dice dice, Taken taken) {
    var ports = new ArrayList<Integer>(count);
    int left = left(roles);
    int position = count == 0 ? 0 : dice.below(left);
    for (int i = 0; i < count; i++) {
      ports.add(takeAt(position, roles, taken));
      left--;
      if (position >= left) {
        position = 0;
      }
    }
    return ports;
  }

  private int takeAt(int position, Set<String> roles, Taken taken) {
    int before = 0;
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      if (!roles.contains(span.role)) {
        continue;
      }
      if (position < before + span.size()) {
        int port = span.begin + position - before;
        take(i, port, taken);
        return port;
      }
      before += span.size();
    }
    throw new IllegalStateException("no port at " + position);
  }

  private void take(int index, int port, Taken taken) {
    Span span = spans.remove(index);
    int at = index;
    if (span.begin < port) {
      spans.add(at++, new Span(span.begin, port - 1, span.role, span.reservation));
    }
    if (port < span.end) {
      spans.add(at, new Span(port + 1, span.end, span.role, span.reservation));
    }
    taken.add(new Span(port, port, span.role, span.reservation));
  }

  private int indexOf(int port, Set<String> roles) {
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      if (span.begin <= port && port <= span.end && roles.contains(span.role)) {
        return i;
      }
    }
    return -1;
  }

  /** Consecutive ports of one resource of the offer. */
  private record Span(int begin, int end, String role, Optional<Opaque> reservation) {
    int size() {
      return end - begin + 1;
    }
  }

  /** Ports that one launch takes. */
  static final class Taken {
    private final List<Span> spans = new ArrayList<>();

    private void add(Span span) {
      spans.add(span);
    }

    /** One resource per role and reservation, its ranges as few as possible. */
    List<Resource> resources() {
      var rest = new ArrayList<>(spans);
      rest.sort(Comparator.comparingInt(Span::begin));
      var resources = new ArrayList<Resource>();
      while (!rest.isEmpty()) {
        Span first = rest.get(0);
        var ranges = new ArrayList<PortRange>();
        rest.removeIf(
            span -> {
              boolean same =
                  span.role.equals(first.role) && span.reservation.equals(first.reservation);
              if (same) {
                append(ranges, span.begin);
              }
              return same;
            });
        resources.add(
            new Resource.Ranges(NAME, first.role, List.copyOf(ranges), first.reservation));
      }
      return resources;
    }

    private static void append(List<PortRange> ranges, int port) {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).end() + 1 == port) {
        ranges.set(last, new PortRange(ranges.get(last).begin(), port));
      } else {
        ranges.add(new PortRange(port, port));
      }
    }
  }
}
