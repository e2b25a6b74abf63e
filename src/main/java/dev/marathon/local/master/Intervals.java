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

  static List<Value.Range> minus(List<Value.Range> a, List<Value.Range> b) {
    var rest = new ArrayList<>(plus(a, List.of()));
    for (var cut : b) {
      var next = new ArrayList<Value.Range>(rest.size() + 1);
      for (var range : rest) {
        if (cut.getEnd() < range.getBegin() || cut.getBegin() > range.getEnd()) {
          next.add(range);
          continue;
        }
        if (range.getBegin() < cut.getBegin()) {
          next.add(of(range.getBegin(), cut.getBegin() - 1));
        }
        if (range.getEnd() > cut.getEnd()) {
          next.add(of(cut.getEnd() + 1, range.getEnd()));
        }
      }
      rest = next;
    }
    return rest;
  }

  static boolean contains(List<Value.Range> a, List<Value.Range> b) {
    return minus(b, a).isEmpty();
  }

  static long count(List<Value.Range> ranges) {
    return ranges.stream().mapToLong(range -> range.getEnd() - range.getBegin() + 1).sum();
  }

  static Value.Range of(long begin, long end) {
    return Value.Range.newBuilder().setBegin(begin).setEnd(end).build();
  }
}
