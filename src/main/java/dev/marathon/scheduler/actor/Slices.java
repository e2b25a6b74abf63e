package dev.marathon.scheduler.actor;

import dev.marathon.base.Context;
import dev.marathon.offer.MatchRound;
import dev.marathon.offer.RoundInput;
import dev.marathon.offer.RoundResult;
import java.util.Optional;

/** The round of matching that is under way, done in slices of a few milliseconds. */
final class Slices {

  /** Agents looked at in one slice: some 2 to 5 ms. */
  private static final long SLICE = 20_000;

  private Optional<MatchRound> round = Optional.empty();
  private long nanos;

  void begin(RoundInput input, Context context) {
    long begun = System.nanoTime();
    round = Optional.of(MatchRound.of(input, context));
    nanos = System.nanoTime() - begun;
  }

  /** The result, when the round is done. */
  Optional<RoundResult> next() {
    long begun = System.nanoTime();
    MatchRound current = round.orElseThrow();
    Optional<RoundResult> result =
        current.advance(SLICE) ? Optional.of(current.result()) : Optional.empty();
    if (result.isPresent()) {
      round = Optional.empty();
    }
    nanos += System.nanoTime() - begun;
    return result;
  }

  /** Time spent on the latest round. */
  long nanos() {
    return nanos;
  }
}
