package dev.marathon.base;

import java.util.Optional;

/**
 * Who asked for a change, from where and why; stored with every event.
 *
 * @param who authenticated user, or a part of Marathon such as {@code scheduler}
 * @param from client address, empty for our own parts
 * @param why reason given by the client ({@code X-Marathon-Reason})
 */
public record Cause(String who, Optional<String> from, Optional<String> why) {

  /** A cause inside Marathon itself. */
  public static Cause internal(String part) {
    return new Cause(part, Optional.empty(), Optional.empty());
  }
}
