package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.mesos.v1.Protos.Value;

/**
 * Arithmetic of closed integer ranges, as port resources use it. All results are sorted and joined.
 */
final class Intervals {
  private Intervals() {}

  static List<Value.Range> plus(List<Value.Range> a, List<Value.Range> b) {
    if (b.isEmpty() && inOrder(a)) {
      return a;
    }
    var all = new ArrayList<Value.Range>(a.size() + b.size());
    all.addAll(a);
    all.addAll(b);
    all.sort(Comparator.comparingLong(Value.Range::getBegin));
    var joined = new ArrayList<Value.Range>(all.size());
    for (var range : all) {
      if (range.getEnd() < range.getBegin()) {
        continue;
      }
      var last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && range.getBegin() <= last.getEnd() + 1) {
        joined.set(joined.size() - 1, of(last.getBegin(), Math.max(last.getEnd(), range.getEnd())));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  /** Sorted and joined, as what comes out of here is. */
  private static boolean inOrder(List<Value.Range> ranges) {
    long free = Long.MIN_VALUE;
    for (var range : ranges) {
      if (range.getBegin() < free || range.getEnd() < range.getBegin()) {
        return false;
      }
      free = range.getEnd() + 2;
    }
    return true;
  }

  static List<Value.Range> minus(List<Value.Range> a, List<Value.Range> b) {
    var rest = plus(a, List.of());
    for (var cut : b) {
      rest = minus(rest, cut);
    }
    return rest;
  }

  /** An agent has as many ranges as it has tasks, and all but one or two stay as they are. */
  private static List<Value.Range> minus(List<Value.Range> ranges, Value.Range cut) {
    int first = 0;
    while (first < ranges.size() && ranges.get(first).getEnd() < cut.getBegin()) {
      first++;
    }
    int end = first;
    while (end < ranges.size() && ranges.get(end).getBegin() <= cut.getEnd()) {
      end++;
    }
    if (first == end || cut.getEnd() < cut.getBegin()) {
      return ranges;
    }
    var rest = new ArrayList<Value.Range>(ranges.size() + 1);
    rest.addAll(ranges.subList(0, first));
    long begin = ranges.get(first).getBegin();
    if (begin < cut.getBegin()) {
      rest.add(of(begin, cut.getBegin() - 1));
    }
    long last = ranges.get(end - 1).getEnd();
    if (last > cut.getEnd()) {
      rest.add(of(cut.getEnd() + 1, last));
    }
    rest.addAll(ranges.subList(end, ranges.size()));
    return rest;
  }

  /** Joined as they are, one of the first holds each of the second whole. */
  static boolean contains(List<Value.Range> a, List<Value.Range> b) {
    var held = plus(a, List.of());
    for (var range : plus(b, List.of())) {
      boolean found = false;
      for (int i = 0; i < held.size() && !found; i++) {
        found =
            held.get(i).getBegin() <= range.getBegin() && range.getEnd() <= held.get(i).getEnd();
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  static long count(List<Value.Range> ranges) {
    return ranges.stream().mapToLong(range -> range.getEnd() - range.getBegin() + 1).sum();
  }

  static Value.Range of(long begin, long end) {
    return Value.Range.newBuilder().setBegin(begin).setEnd(end).build();
  }
}
