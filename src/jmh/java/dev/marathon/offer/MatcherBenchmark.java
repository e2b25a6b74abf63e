package dev.marathon.offer;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One round of matching: 1,000 instances of one app on 1,000 offers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatcherBenchmark {

  private final RoundInput input = input();

  private static RoundInput input() {
    var round = Matching.round();
    for (int i = 0; i < 1_000; i++) {
      round.offer(Offers.of("a" + i, 64, 262_144).text("zone", "z" + i % 3));
    }
    return round.want(Matching.app("/a"), 1_000).input();
  }

  @Benchmark
  public RoundResult match() {
    return MatchRound.run(input, Matching.context(1));
  }
}
