package dev.marathon.offer;

import dev.marathon.spec.Constraint.Operator;
import java.util.List;

/** Times rounds of matching: {@code java ... dev.marathon.offer.MatchSpeed}. Not a test. */
public final class MatchSpeed {
  private MatchSpeed() {}

  public static void main(String[] args) {
    for (int pass = 0; pass < 3; pass++) {
      time("10,000 offers, 1,000 apps x 1", apps(1_000, 1, 1));
      time("10,000 offers, 1,000 apps that fit nowhere", apps(1_000, 1, 9_999));
      time("10,000 offers, 1,000 unequal apps that fit nowhere", apps(1_000, 1, -1));
      time("5,000 offers, 1 app x 1,000", agents(5_000).want(Matching.app("/a"), 1_000));
      time("5,000 offers, 10 apps x 1,000 UNIQUE", constrained("hostname", Operator.UNIQUE));
      time("5,000 offers, 10 apps x 1,000 GROUP_BY zone", constrained("zone", Operator.GROUP_BY));
      time(
          "5,000 offers, 10 apps x 1,000 GROUP_BY hostname",
          constrained("hostname", Operator.GROUP_BY));
      time("5,000 offers, 10 apps x 1,000 LIKE", constrained("zone", Operator.LIKE));
      time(
          "1 offer, 1 app x 1,000",
          Matching.round()
              .offer(Offers.of("a", 9_999, 9_999_999))
              .want(Matching.app("/a").cpus(0.1), 1_000));
    }
  }

  private static Matching agents(int count) {
    var round = Matching.round();
    for (int i = 0; i < count; i++) {
      round.offer(Offers.of("a" + i, 64, 262_144).text("zone", "z" + i % 3));
    }
    return round;
  }

  private static Matching apps(int apps, int instances, double cpus) {
    var round = agents(10_000);
    for (int i = 0; i < apps; i++) {
      round.want(Matching.app("/app" + i).cpus(cpus < 0 ? 1_000 + i : cpus), instances);
    }
    return round;
  }

  private static Matching constrained(String field, Operator operator) {
    var round = agents(5_000);
    for (int i = 0; i < 10; i++) {
      var constraint =
          operator == Operator.LIKE
              ? Matching.constraint(field, operator, "z[01]")
              : Matching.constraint(field, operator);
      round.want(Matching.app("/app" + i).constraints(List.of(constraint)), 1_000);
    }
    return round;
  }

  private static void time(String name, Matching matching) {
    var input = matching.input();
    long begun = System.nanoTime();
    var result = MatchRound.run(input, Matching.context(1));
    System.out.printf(
        "%-50s %6.1f ms, %d launches%n",
        name, (System.nanoTime() - begun) / 1e6, result.launches());
  }
}
