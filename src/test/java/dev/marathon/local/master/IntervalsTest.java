package dev.marathon.local.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

/** Against the same done number by number. */
class IntervalsTest {

  private static final int SIZE = 40;

  @Test
  void sumRestAndContentAreThoseOfSingleNumbers() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var a = some(random);
      var b = some(random);
      var sum = numbers(a);
      sum.or(numbers(b));
      var rest = numbers(a);
      rest.andNot(numbers(b));
      var missing = numbers(b);
      missing.andNot(numbers(a));

      assertThat(Intervals.plus(a, b)).as("%s + %s", a, b).isEqualTo(ranges(sum));
      assertThat(Intervals.minus(a, b)).as("%s - %s", a, b).isEqualTo(ranges(rest));
      assertThat(Intervals.contains(a, b)).as("%s in %s", b, a).isEqualTo(missing.isEmpty());
    }
  }

  /** In any order, overlapping, next to each other; some of them backwards, which hold nothing. */
  private static List<Value.Range> some(Random random) {
    var ranges = new ArrayList<Value.Range>();
    for (int i = random.nextInt(5); i > 0; i--) {
      int begin = random.nextInt(SIZE);
      ranges.add(Intervals.of(begin, begin + random.nextInt(8) - 1));
    }
    return ranges;
  }

  private static BitSet numbers(List<Value.Range> ranges) {
    var numbers = new BitSet();
    for (var range : ranges) {
      if (range.getBegin() <= range.getEnd()) {
        numbers.set((int) range.getBegin(), (int) range.getEnd() + 1);
      }
    }
    return numbers;
  }

  private static List<Value.Range> ranges(BitSet numbers) {
    var ranges = new ArrayList<Value.Range>();
    for (int begin = numbers.nextSetBit(0); begin >= 0; begin = numbers.nextSetBit(begin)) {
      int end = numbers.nextClearBit(begin);
      ranges.add(Intervals.of(begin, end - 1));
      begin = end;
    }
    return ranges;
  }
}
