package dev.marathon.store.lease;

import java.io.IOException;
import java.util.Optional;

/**
 * One node's claim that its side of a partition goes on; tried again and again until it is decided.
 *
 * <p>A lease that is in the way is no denial by itself: the node that holds it may be the one that
 * has just crashed. Denied is who saw it being renewed after asking.
 */
final class Claim {

  private final LeaseKeeper keeper;
  private Optional<LeaseKeeper.Seen> first = Optional.empty();

  Claim(LeaseKeeper keeper) {
    this.keeper = keeper;
  }

  /**
   * @return whether this side goes on; absent as long as nobody knows
   */
  Optional<Boolean> attempt(Side side) throws IOException {
    if (keeper.take(side)) {
      return Optional.of(true);
    }
    if (first.isEmpty()) {
      first = keeper.seen();
      return Optional.empty();
    }
    return keeper.seen().equals(first) ? Optional.empty() : Optional.of(false);
  }
}
