package dev.marathon.base;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Everything impure that a decision may look at, fixed for its duration.
 *
 * @param now time of the decision
 * @param cause who asked
 * @param ids source of fresh ids
 */
public record Context(Instant now, Cause cause, Supplier<UUID> ids) {

  public UUID newId() {
    return ids.get();
  }
}
